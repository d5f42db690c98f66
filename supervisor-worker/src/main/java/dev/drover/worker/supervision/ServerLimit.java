package dev.drover.worker.supervision;

/**
 * What one server may use of a resource.
 *
 * @param resource {@code memory} (bytes), {@code processes} or {@code open_files} (counts)
 * @param enforcedBy {@code cgroup}, {@code prlimit}, or {@code none} where this host offers neither
 */
public record ServerLimit(String resource, long limit, String enforcedBy) {}
