package dev.drover.api.query;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the server that a request names, if its caller may see it. */
public final class ServerLookup {
    private static final int DEFAULT_TIMEOUT_SECONDS = 30;

    private final JdbcClient jdbc;

    public ServerLookup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws Problem {@code server_not_found}, also for another app's */
    QueriedServer find(Caller caller, long serverId) {
        return jdbc.sql("select app_id, coalesce((definition ->> 'request_timeout_seconds')::int, :default) as timeout,"
                        + " coalesce((definition ->> 'forward_user_token')::boolean, false) as forwards"
                        + " from server where server_id = :id and (:app is null or app_id = :app)")
                .param("app", caller.appId(), Types.BIGINT)
                .param("default", DEFAULT_TIMEOUT_SECONDS)
                .param("id", serverId)
                .query((row, _) -> new QueriedServer(
                        serverId,
                        row.getLong("app_id"),
                        Duration.ofSeconds(row.getInt("timeout")),
                        row.getBoolean("forwards")))
                .optional()
                .orElseThrow(() ->
                        new Problem(HttpStatus.NOT_FOUND, "server_not_found", "There is no server " + serverId + "."));
    }
}
