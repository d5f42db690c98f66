package dev.drover.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.definition.Secret;
import java.nio.ByteBuffer;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The values of env and headers: written, and never read back by a client. */
final class ServerSecrets {
    /** Of rows from before values were sealed, {@code PLAIN}: they are sealed with the server's next definition. */
    private static final String SEALED = "TINK_HPKE";

    private final JdbcClient jdbc;

    ServerSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By the names of their env variables or headers. */
    Map<String, Secret> read(long serverId) {
        Map<String, Secret> found = new HashMap<>();
        jdbc.sql("select name, sealing, value, fingerprint from server_secret where server_id = :id")
                .param("id", serverId)
                .query(row -> {
                    found.put(row.getString(1), secret(row.getString(2), row.getBytes(3), row.getBytes(4)));
                });
        return found;
    }

    private static Secret secret(String sealing, byte[] value, byte @Nullable [] fingerprint) {
        return sealing.equals(SEALED)
                ? new Secret.Sealed(ByteBuffer.wrap(value), fingerprint == null ? null : ByteBuffer.wrap(fingerprint))
                : new Secret.Sent(new String(value, UTF_8));
    }

    void insert(long serverId, Map<String, Secret> secrets) {
        secrets.forEach((name, secret) -> put(serverId, name, secret));
    }

    /** A value that stays the same keeps its time. */
    void replace(long serverId, Map<String, Secret> before, Map<String, Secret> after) {
        Set<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(after.keySet());
        gone.forEach(name -> jdbc.sql("delete from server_secret where server_id = :id and name = :name")
                .param("id", serverId)
                .param("name", name)
                .update());
        after.forEach((name, secret) -> {
            if (!Objects.equals(before.get(name), secret)) {
                put(serverId, name, secret);
            }
        });
    }

    private void put(long serverId, String name, Secret secret) {
        Secret.Sealed sealed = secret.sealed();
        ByteBuffer fingerprint = sealed.fingerprint();
        jdbc.sql("""
                insert into server_secret (server_id, name, sealing, value, fingerprint)
                values (:id, :name, :sealing, :value, :fingerprint)
                on conflict (server_id, name) do update
                    set sealing = excluded.sealing, value = excluded.value, fingerprint = excluded.fingerprint,
                        updated_at = excluded.updated_at""")
                .param("id", serverId)
                .param("name", name)
                .param("sealing", SEALED)
                .param("value", bytes(sealed.value()))
                .param("fingerprint", fingerprint == null ? null : bytes(fingerprint), Types.BINARY)
                .update();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
