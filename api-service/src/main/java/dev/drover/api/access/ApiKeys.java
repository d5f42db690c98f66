package dev.drover.api.access;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys of apps: made, listed, revoked. */
public final class ApiKeys {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Apps apps;
    private final AccessChanges changes;
    private final ApiEvents events;

    public ApiKeys(
            JdbcClient jdbc, TransactionTemplate transactions, Apps apps, AccessChanges changes, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.apps = apps;
        this.changes = changes;
        this.events = events;
    }

    /** A key that was made; it is not to be had again. */
    record MadeKey(long keyId, String key) {}

    /** @param lastUsedAt null: never; written some seconds after the use */
    record ApiKey(
            long keyId,
            String name,
            @Schema(allowableValues = {"read", "manage"}) String scope,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    MadeKey make(Caller caller, long appId, String name, Scope scope) {
        return transactions.execute(_ -> {
            apps.hold(appId);
            long id = jdbc.sql("select nextval(pg_get_serial_sequence('api_key', 'key_id'))")
                    .query(Long.class)
                    .single();
            String key = CredentialText.APP_KEY.make(id);
            jdbc.sql("insert into api_key (key_id, app_id, name, scope, hash) values (:id, :app, :name, :scope, :hash)")
                    .param("id", id)
                    .param("app", appId)
                    .param("name", name)
                    .param("scope", scope.text())
                    .param("hash", Hash.of(key).toStore())
                    .update();
            events.done(caller.name(), appId, null, "key_created");
            return new MadeKey(id, key);
        });
    }

    Page<ApiKey> list(long appId, PageRequest page) {
        apps.require(appId);
        List<ApiKey> found = jdbc.sql("""
            select key_id, name, scope, created_at, last_used_at from api_key
            where app_id = :app and key_id > :after order by key_id limit :limit""")
                .param("app", appId)
                .param("after", page.after())
                .param("limit", page.limit() + 1)
                .query((row, _) -> key(row))
                .list();
        return Page.of(found, page.limit(), ApiKey::keyId);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        OffsetDateTime lastUsed = row.getObject("last_used_at", OffsetDateTime.class);
        return new ApiKey(
                row.getLong("key_id"),
                row.getString("name"),
                row.getString("scope"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                lastUsed == null ? null : lastUsed.toInstant());
    }

    /** When it returns, no replica that hears of changes takes the key any more, but for the way of a notification. */
    void revoke(Caller caller, long appId, long keyId) {
        apps.require(appId);
        transactions.executeWithoutResult(_ -> {
            int revoked = jdbc.sql("delete from api_key where app_id = :app and key_id = :id")
                    .param("app", appId)
                    .param("id", keyId)
                    .update();
            if (revoked == 0) {
                throw new Problem(HttpStatus.NOT_FOUND, "key_not_found", "The app has no key with this id.");
            }
            events.done(caller.name(), appId, null, "key_revoked");
            changes.announce();
        });
        changes.begin();
    }
}
