package dev.drover.worker.process;

import java.util.List;
import java.util.Locale;

/** What a server's use of is bounded. */
enum Resource {
    /** Of the whole tree in a cgroup; of each process under {@code prlimit} (its data, not what it maps of files). */
    MEMORY(
            "data",
            "memory",
            "heap out of memory",
            "std::bad_alloc",
            "MemoryError",
            "Array buffer allocation failed",
            "Cannot allocate memory",
            "ENOMEM",
            "OutOfMemory",
            "out of memory"),

    PROCESSES(
            "nproc",
            "processes",
            "Cannot fork",
            "fork: retry",
            "fork: Resource temporarily unavailable",
            "can't start new thread",
            "pthread_create",
            "BlockingIOError: [Errno 11]",
            "EAGAIN"),

    OPEN_FILES("nofile", "open-files", "EMFILE", "Too many open files");

    private final String option;
    private final String setting;
    /** What runtimes write to stderr when the kernel has refused more of it. */
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> complaints;

    Resource(String option, String setting, String... complaints) {
        this.option = option;
        this.setting = setting;
        this.complaints = List.of(complaints);
    }

    /** As the heartbeat names it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** An option of the program {@code prlimit}: soft and hard limit. */
    String prlimit(long limit) {
        return "--%s=%d:%d".formatted(option, limit, limit);
    }

    String setting() {
        return "drover.server-limits." + setting;
    }

    boolean isComplainedOf(String stderrLine) {
        return complaints.stream().anyMatch(stderrLine::contains);
    }

    String amount(long limit) {
        return this == MEMORY ? "%d MiB".formatted(limit >> 20) : Long.toString(limit);
    }
}
