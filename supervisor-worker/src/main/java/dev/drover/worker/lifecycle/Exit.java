package dev.drover.worker.lifecycle;

import org.jspecify.annotations.Nullable;

/** How a process ended: by itself with a code, or by a signal. Both null for a connection that was closed. */
public record Exit(@Nullable Integer code, @Nullable Integer signal) {
    public static Exit code(int code) {
        return new Exit(code, null);
    }

    public static Exit signal(int signal) {
        return new Exit(null, signal);
    }

    @Override
    public String toString() {
        if (signal != null) {
            return "ended by signal " + signal;
        }
        return code == null ? "closed" : "exited with code " + code;
    }
}
