package dev.drover.api.server;

import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server's own row, locked until the caller's transaction ends: so its commands keep the order of its changes. */
record LockedServer(long serverId, long appId, Goal goal, long generation) {

    /** @throws dev.drover.api.problem.Problem 404 if there is none, or the caller must not see it */
    static LockedServer lock(JdbcClient jdbc, Caller caller, long serverId) {
        return jdbc.sql("""
            select app_id, desired_status, generation from server
            where server_id = :id and (:app is null or app_id = :app) for update""")
                .param("id", serverId)
                .param("app", caller.appId(), Types.BIGINT)
                .query((row, _) -> new LockedServer(
                        serverId,
                        row.getLong(1),
                        Goal.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getLong(3)))
                .optional()
                .orElseThrow(ServerProblems::notFound);
    }

    /** @throws dev.drover.api.problem.Problem 409 if it is being removed, when it takes nothing any more */
    LockedServer stays() {
        if (goal == Goal.REMOVED) {
            throw ServerProblems.beingRemoved(serverId);
        }
        return this;
    }
}
