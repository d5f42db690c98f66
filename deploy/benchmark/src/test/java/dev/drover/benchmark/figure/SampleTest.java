package dev.drover.benchmark.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Sample.of(List.of(9.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
        assertThat(Sample.of(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
    }

    @Test
    void ninetyNineOfAHundredDoNotExceedThe99thPercentile() {
        Sample hundred = Sample.of(
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList());
        assertThat(hundred.p99()).isEqualTo(99);
        assertThat(hundred.hasPercentile()).isTrue();
    }

    @Test
    void aFewValuesHaveNoPercentileAndNoneAreAnError() {
        assertThat(Sample.of(7).hasPercentile()).isFalse();
        assertThatThrownBy(() -> Sample.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetIsMetAtItsLimit() {
        assertThat(Target.atMost("", 1.3, 1.3, "").isMet()).isTrue();
        assertThat(Target.atLeast("", 2_999, 3_000, "1/s").isMet()).isFalse();
    }
}
