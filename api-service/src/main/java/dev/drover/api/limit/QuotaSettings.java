package dev.drover.api.limit;

/**
 * What one app may have; 0: no limit.
 *
 * @param servers that are defined
 * @param running servers that should run, and trials
 * @param commandsPerMinute queries included; each replica counts for itself
 */
public record QuotaSettings(int servers, int running, int commandsPerMinute) {
    public static final QuotaSettings UNLIMITED = new QuotaSettings(0, 0, 0);
}
