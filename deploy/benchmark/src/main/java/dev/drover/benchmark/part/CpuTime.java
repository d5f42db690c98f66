package dev.drover.benchmark.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The processor time that a process took for some requests, by the kernel's count. One thread. */
final class CpuTime {
    /** The kernel's clock ticks are of 10 ms on every Linux that this runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** In what follows the program's name in {@code /proc/PID/stat}. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private final Path stat;
    private long begun;
    private long nanos;
    private long requests;

    private CpuTime(Path stat) {
        this.stat = stat;
    }

    static CpuTime of(long pid) {
        return new CpuTime(Path.of("/proc", Long.toString(pid), "stat"));
    }

    static CpuTime own() {
        return new CpuTime(Path.of("/proc/self/stat"));
    }

    void begin() {
        begun = now();
    }

    void end(long count) {
        nanos += now() - begun;
        requests += count;
    }

    String each() {
        return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3 / requests);
    }

    private long now() {
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * NANOS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
