package dev.drover.api.limit;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps each app within its quotas. They bind whoever acts in an app: its keys, its users' tokens, and a platform key in
 * a request that names the app; not a platform key that names none, which is the operator's own hand.
 */
public final class Quotas {
    private static final String DEFINED =
            "select count(*) from server where app_id = :app and desired_status <> 'removed'";
    private static final String RUNNING = """
        select (select count(*) from server where app_id = :app and desired_status = 'running')
             + (select count(*) from trial where app_id = :app)""";

    /** So far below a limit nobody needs to wait for others that count: no more of them than this do so at a time. */
    private static final int MARGIN = 64;

    /** Tells these advisory locks from others: "dropquot" in ASCII, and the app's id added. */
    private static final long LOCK = 0x64726f7071756f74L;

    private final JdbcClient jdbc;
    private final QuotaSettings settings;
    private final RateLimit<Long> commands;

    public Quotas(JdbcClient jdbc, QuotaSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.commands = new RateLimit<>(settings.commandsPerMinute());
    }

    /**
     * To be asked in the transaction that defines one more server, before it does.
     *
     * @throws Problem 409 if the app has as many as it may
     */
    public void admitServer(Caller caller, long appId) {
        admit(caller, appId, DEFINED, "servers", settings.servers(), "Remove servers that are not needed any more.");
    }

    /**
     * To be asked in the transaction that has one more server run, before it does.
     *
     * @throws Problem 409 if the app has as many as it may
     */
    public void admitRunning(Caller caller, long appId) {
        admit(caller, appId, RUNNING, "running", settings.running(), "Stop servers that are not needed now.");
    }

    private void admit(Caller caller, long appId, String sql, String name, int limit, String hint) {
        if (caller.appId() == null || limit == 0) {
            return;
        }
        long count = count(sql, appId);
        if (count >= limit - MARGIN) {
            jdbc.sql("select pg_advisory_xact_lock(:lock)")
                    .param("lock", LOCK + appId)
                    .query((_, _) -> true)
                    .single();
            // What others committed while this one waited, is counted now.
            count = count(sql, appId);
        }
        if (count >= limit) {
            throw new Problem(
                            HttpStatus.CONFLICT,
                            "quota_exceeded",
                            "The app has reached its limit '" + name + "', which is " + limit + ".",
                            hint + " The operator sets the limit with drover.quotas." + name + ".")
                    .with("limit", name)
                    .with("limit_value", limit);
        }
    }

    private long count(String sql, long appId) {
        return jdbc.sql(sql).param("app", appId).query(Long.class).single();
    }

    /** @throws Problem 429 if the app has issued as many commands in the last minute as it may */
    public void admitCommand(Caller caller, long appId) {
        if (caller.appId() == null) {
            return;
        }
        commands.spend(appId).ifPresent(pause -> {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_commands",
                            "The app has reached its limit 'commands_per_minute', which is " + commands.perMinute()
                                    + ".",
                            "Wait as long as Retry-After says. The operator sets the limit with"
                                    + " drover.quotas.commands-per-minute.")
                    .with("limit", "commands_per_minute")
                    .with("limit_value", commands.perMinute())
                    .retryAfter(pause);
        });
    }
}
