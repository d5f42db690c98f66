package dev.drover.api.replay;

import java.io.IOException;

/** What a replay is written with. One thread. */
interface EntryWriter {
    void write(LogEntry entry) throws IOException;

    /** Called about once a second, between entries. */
    default void showLife() throws IOException {}

    /** Called after some hundred entries: whoever shares the machine may wait here, and the log is read no faster. */
    default void rest(long nanosAtWork) {}
}
