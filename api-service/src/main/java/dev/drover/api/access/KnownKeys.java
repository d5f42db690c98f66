package dev.drover.api.access;

import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of apps as requests are checked against them. Any thread. */
public final class KnownKeys {
    private final JdbcClient jdbc;
    private final Remembered<Known> keys;

    public KnownKeys(JdbcClient jdbc, AccessChanges changes) {
        this.jdbc = jdbc;
        this.keys = new Remembered<>(changes, this::read);
    }

    /** A key that is good. */
    record Known(long keyId, long appId, Scope scope, Hash hash) {}

    Optional<Known> find(long keyId) {
        return keys.find(keyId);
    }

    private Optional<Known> read(long keyId) {
        return jdbc.sql("""
            select k.app_id, k.scope, k.hash from api_key k join app a on a.app_id = k.app_id
            where k.key_id = :id and a.removed_at is null""")
                .param("id", keyId)
                .query((row, _) -> new Known(
                        keyId,
                        row.getLong(1),
                        Scope.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        Hash.stored(row.getBytes(3))))
                .optional();
    }
}
