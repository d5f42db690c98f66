package dev.drover.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.definition.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The values of env and headers: written, and never read back by a client. */
final class ServerSecrets {
    private final JdbcClient jdbc;

    ServerSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By the names of their env variables or headers. */
    Map<String, Secret> read(long serverId) {
        Map<String, Secret> found = new HashMap<>();
        jdbc.sql("select name, value from server_secret where server_id = :id")
                .param("id", serverId)
                .query(row -> {
                    found.put(row.getString(1), new Secret(new String(row.getBytes(2), UTF_8)));
                });
        return found;
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
        jdbc.sql("""
                insert into server_secret (server_id, name, sealing, value) values (:id, :name, 'PLAIN', :value)
                on conflict (server_id, name) do update
                    set sealing = excluded.sealing, value = excluded.value, updated_at = excluded.updated_at""")
                .param("id", serverId)
                .param("name", name)
                .param("value", secret.value().getBytes(UTF_8))
                .update();
    }
}
