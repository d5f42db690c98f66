package dev.drover.worker.lifecycle;

/** How a command ended. */
public sealed interface Ending {
    /** Its goal is reached; {@code changed} is false when there was nothing to do. */
    record Succeeded(boolean changed) implements Ending {}

    /** It was tried, and its goal was not reached. */
    record Failed(String code, String message) implements Ending {}

    /** A later command changed the goal first. */
    record Superseded(String by) implements Ending {}

    /** It was not tried. */
    record Rejected(String code, String message) implements Ending {}
}
