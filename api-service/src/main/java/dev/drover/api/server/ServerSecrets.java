package dev.drover.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.definition.Secret;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The values of env and headers: written, and never read back by a client. */
final class ServerSecrets {
    private final JdbcClient jdbc;

    ServerSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(long serverId, Map<String, Secret> secrets) {
        secrets.forEach((name, secret) -> jdbc.sql("""
                insert into server_secret (server_id, name, sealing, value) values (:id, :name, 'PLAIN', :value)""")
                .param("id", serverId)
                .param("name", name)
                .param("value", secret.value().getBytes(UTF_8))
                .update());
    }
}
