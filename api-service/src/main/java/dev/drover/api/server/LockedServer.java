package dev.drover.api.server;

import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server's own row, locked until the caller's transaction ends: so its commands keep the order of its changes. */
record LockedServer(long serverId, long appId, Goal goal, long generation, Observed observed) {

    /** @throws dev.drover.api.problem.Problem 404 if there is none, or the caller must not see it */
    static LockedServer lock(JdbcClient jdbc, Caller caller, long serverId) {
        return jdbc.sql("""
            select s.app_id, s.desired_status, s.generation, st.status, st.shard, st.claim
            from server s left join server_status st on st.server_id = s.server_id
            where s.server_id = :id and (:app is null or s.app_id = :app) for update of s""")
                .param("id", serverId)
                .param("app", caller.appId(), Types.BIGINT)
                .query((row, _) -> new LockedServer(
                        serverId,
                        row.getLong(1),
                        Goal.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getLong(3),
                        Observed.in(row)))
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
