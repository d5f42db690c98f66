package dev.drover.worker.process;

import java.util.Locale;

/** Who sees to it that a server uses no more of a resource than it may. */
enum Enforcement {
    CGROUP,
    PRLIMIT,
    /** Nobody: this host offers neither. */
    NONE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
