package dev.drover.benchmark.part;

import dev.drover.benchmark.figure.Figure;
import java.util.List;

/** One part of the benchmark. */
public interface Part {
    /** As in {@code --only}. */
    String name();

    /** What is measured, in a line. */
    String title();

    /** Warms up, then measures; on the stack that runs. */
    List<Figure> measure(Stage stage) throws Exception;
}
