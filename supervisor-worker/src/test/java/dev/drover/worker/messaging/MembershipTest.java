package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final ByteBuffer MORE = Membership.tell(true);
    private static final ByteBuffer NO_MORE = Membership.tell(false);

    private final Membership membership = new Membership("w-1", true, () -> List.of(3, 31));

    @Test
    void saysWhoItIsAndWhatRuns() {
        BitSet busy = new BitSet();
        busy.set(3);
        busy.set(31);
        assertThat(Membership.Word.of(membership.say())).isEqualTo(new Membership.Word("w-1", true, false, busy));
    }

    @Test
    void oneThatSaysNothingIsUnknownAndNoError() {
        assertThat(Membership.Word.of(null).worker()).isEmpty();
        assertThat(Membership.Word.of(ByteBuffer.allocate(0)).isLeaving()).isFalse();
    }

    @Test
    void arrivesUntilNoMoreIsToCome() {
        membership.hear(MORE, 0);
        assertThat(membership.isArriving()).isTrue();
        membership.hear(NO_MORE, 0);
        assertThat(membership.isArriving()).isFalse();
        membership.hear(MORE, 0);
        assertThat(membership.isArriving()).isFalse();
    }

    @Test
    void arrivesAnewWhenItHasLostItsShards() {
        membership.hear(NO_MORE, 0);
        membership.comeAgain();
        assertThat(Membership.Word.of(membership.say()).isArriving()).isTrue();
    }

    @Test
    void hasNotLeftByWhatWasDecidedBeforeItSaidSo() {
        membership.say();
        membership.leave();
        membership.hear(NO_MORE, 0);
        assertThat(membership.hasLeft()).isFalse();
        assertThat(membership.hasToSayThatItLeaves()).isTrue();

        assertThat(Membership.Word.of(membership.say()).isLeaving()).isTrue();
        membership.hear(MORE, 0);
        assertThat(membership.hasLeft()).isFalse();
        membership.hear(NO_MORE, 0);
        assertThat(membership.hasLeft()).isTrue();
    }

    @Test
    void whatIsToComeAndDoesNotIsOverdueFromTimeToTime() {
        long later = Duration.ofSeconds(12).toNanos();
        assertThat(membership.isOverdue(later)).isFalse();
        membership.hear(MORE, 5);
        assertThat(membership.isOverdue(later)).isFalse();
        assertThat(membership.isOverdue(5 + later)).isTrue();
        assertThat(membership.isOverdue(6 + later)).isFalse();
        assertThat(membership.isOverdue(5 + 2 * later)).isTrue();
        membership.hear(NO_MORE, 0);
        assertThat(membership.isOverdue(9 * later)).isFalse();
    }

    @Test
    void neitherArrivesNorLeavesWhereNobodyListens() {
        Membership unheard = new Membership("w-1", false, List::of);
        assertThat(unheard.isArriving()).isFalse();
        unheard.comeAgain();
        assertThat(unheard.isArriving()).isFalse();
    }
}
