package dev.drover.worker.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    @Test
    void looksAfterTheOtherLeasesWhateverBefallsOne() {
        List<Integer> looked = new ArrayList<>();

        Ownership.each(List.of(1, 2, 3), shard -> {
            looked.add(shard);
            if (shard == 2) {
                throw new LinkageError("a class could not be loaded");
            }
        });

        assertThat(looked).containsExactly(1, 2, 3);
    }
}
