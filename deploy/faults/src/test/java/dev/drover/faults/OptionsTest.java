package dev.drover.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.faults.fault.Fault;
import dev.drover.faults.fault.Faults;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final List<String> NAMES =
            Faults.all().stream().map(Fault::name).toList();

    @Test
    void strikesTheSameFaultsInTheSameOrderForTheSameSeed() {
        assertThat(names("--seed", "5")).isEqualTo(names("--seed", "5")).hasSameSizeAs(NAMES);
        assertThat(names("--seed", "6")).isNotEqualTo(names("--seed", "5"));
    }

    @Test
    void strikesAFewInTheShortForm() {
        assertThat(names("--minutes", "2")).isEqualTo(Faults.few());
    }

    @Test
    void strikesWhatItIsTold() {
        assertThat(names("--only", "poison,worker-kill")).containsExactly("poison", "worker-kill");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> names("--only", "plague")).hasMessageContaining("plague");
        assertThatThrownBy(() -> names("--seed")).hasMessageContaining("--seed");
        assertThatThrownBy(() -> names("--often", "1")).hasMessageContaining("--often");
    }

    @Test
    void hasANameForEachFault() {
        assertThat(new HashSet<>(NAMES)).hasSameSizeAs(NAMES);
    }

    private static List<String> names(String... arguments) {
        return Schedule.of(Options.parse(Path.of("."), NAMES, arguments)).stream()
                .map(Fault::name)
                .toList();
    }
}
