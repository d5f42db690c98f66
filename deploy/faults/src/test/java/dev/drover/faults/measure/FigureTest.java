package dev.drover.faults.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void aTargetIsMissedByOneValueThatExceedsIt() {
        assertThat(Figure.seconds("", List.of(1.0, 5.0), 5).isMet()).isTrue();
        assertThat(Figure.seconds("", List.of(1.0, 5.01), 5).isMet()).isFalse();
    }

    @Test
    void oneOfAHundredMayExceedAPercentile() {
        List<Double> hundred = Stream.concat(Collections.nCopies(99, 1.0).stream(), Stream.of(9.0))
                .toList();
        Figure figure = Figure.seconds("", hundred, 1.5);
        assertThat(figure.isMet()).isFalse();
        assertThat(figure.byPercentile().isMet()).isTrue();
        assertThat(Figure.seconds("", hundred.subList(1, 100), 1.5)
                        .byPercentile()
                        .isMet())
                .isFalse();
    }

    @Test
    void aRowSaysWhetherTheTargetIsMet() {
        assertThat(Figure.seconds("it takes", List.of(1.0, 2.0, 4.0), 3))
                .hasToString("| it takes | 3 | 2.00 s | 4.00 s | 4.00 s | ≤ 3.00 s: **missed** |");
        assertThat(Figure.count("they are", List.of(0.0), 0)).hasToString("| they are | 1 | 0 | 0 | 0 | ≤ 0: met |");
    }
}
