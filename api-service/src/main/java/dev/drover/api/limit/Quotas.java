package dev.drover.api.limit;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps each app within its quotas. They bind whoever acts in an app: its keys, its users' tokens, and a platform key in
 * a request that names the app; not a platform key that names none, which is the operator's own hand.
 */
public final class Quotas {
    private static final String DEFINED =
            "select count(*) from server where app_id = :app and desired_status <> 'removed'";

    /**
     * Whether a server counts as one that runs: the API's own word while its last command has no outcome, then the
     * projection's, since it may have ended by itself, and other programs command as well.
     */
    private static final String RUNS = """
        (s.desired_status = 'running' or st.desired_status = 'running')
        and case when st.server_id is null or s.desired_status in ('removed', st.desired_status) or (
                      select o.command_id is null
                      from command c left join command_outcome o on o.command_id = c.command_id
                      where c.server_id = s.server_id and c.type not in ('define', 'debug')
                      order by c.issued_at desc, c.command_id limit 1)
                 then s.desired_status else st.desired_status end = 'running'""";

    private static final String SERVERS = "from server s left join server_status st on st.server_id = s.server_id ";
    private static final String RUNNING = "select (select count(*) " + SERVERS + "where s.app_id = :app and " + RUNS
            + ")" + " + (select count(*) from trial where app_id = :app)";

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
     * Lets nobody else be admitted to the caller's app until the transaction ends. Comes before any lock of a server that
     * the transaction takes: in another order two could wait for each other.
     */
    public void hold(Caller caller) {
        if (isBound(caller, Math.max(settings.servers(), settings.running()))) {
            lock(Objects.requireNonNull(caller.appId()));
        }
    }

    /** However far the limit is: one transaction may add a hundred, which others do not see before its end. */
    private void lock(long appId) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK + appId)
                .query((_, _) -> true)
                .single();
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

    /** The same for a server that is there, which is not one more if it runs already. */
    public void admitRunning(Caller caller, long appId, long serverId) {
        if (isBound(caller, settings.running()) && !runs(serverId)) {
            admitRunning(caller, appId);
        }
    }

    private boolean runs(long serverId) {
        return jdbc.sql("select count(*) " + SERVERS + "where s.server_id = :id and " + RUNS)
                        .param("id", serverId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static boolean isBound(Caller caller, int limit) {
        return caller.appId() != null && limit != 0;
    }

    private void admit(Caller caller, long appId, String sql, String name, int limit, String hint) {
        if (!isBound(caller, limit)) {
            return;
        }
        lock(appId);
        if (count(sql, appId) >= limit) {
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
