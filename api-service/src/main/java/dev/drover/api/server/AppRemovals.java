package dev.drover.api.server;

import dev.drover.api.access.AccessChanges;
import dev.drover.api.audit.ApiEvents;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes apps. An app is gone for everybody, and its keys with it, when the removal commits; its row stays, unseen,
 * until the owners of its servers have stopped and forgotten them.
 */
public final class AppRemovals {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Apps apps;
    private final Servers servers;
    private final AccessChanges changes;
    private final ApiEvents events;

    public AppRemovals(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Apps apps,
            Servers servers,
            AccessChanges changes,
            ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.apps = apps;
        this.servers = servers;
        this.changes = changes;
        this.events = events;
    }

    /** @return how many servers are being removed with it */
    int remove(Caller caller, long appId) {
        if (appId == Caller.DEFAULT_APP) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "default_app",
                    "App " + appId + " is where a platform key creates what it names no app for; it stays.",
                    "Remove its servers instead.");
        }
        int removed = transactions.execute(_ -> {
            // Waits for whoever creates a server in it now; who comes later, finds no app.
            apps.markRemoved(appId);
            jdbc.sql("delete from api_key where app_id = :app")
                    .param("app", appId)
                    .update();
            jdbc.sql("update trial set sweep_at = now() where app_id = :app")
                    .param("app", appId)
                    .update();
            List<Long> ids = ids(appId);
            // Whichever app the request itself names.
            Caller unbound = new Caller(caller.name(), null);
            ids.forEach(id -> servers.remove(unbound, id));
            events.done(caller.name(), appId, null, "app_removed");
            changes.announce();
            return ids.size();
        });
        changes.begin();
        return removed;
    }

    private List<Long> ids(long appId) {
        return jdbc.sql("select server_id from server where app_id = :app order by server_id")
                .param("app", appId)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** Forgets removed apps of which no server is left. Any replica may do it, at any time. */
    public void sweep() {
        jdbc.sql("""
            delete from app a where removed_at is not null
            and not exists (select 1 from server s where s.app_id = a.app_id)
            and not exists (select 1 from trial t where t.app_id = a.app_id)""").update();
    }
}
