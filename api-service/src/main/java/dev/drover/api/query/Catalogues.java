package dev.drover.api.query;

import dev.drover.api.fleet.Fleet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The catalogues that the projection keeps, and whether their servers run. */
public final class Catalogues {
    private final JdbcClient jdbc;
    private final Fleet fleet;

    public Catalogues(JdbcClient jdbc, Fleet fleet) {
        this.jdbc = jdbc;
        this.fleet = fleet;
    }

    /** Whether the server runs as far as anybody knows: it says so, and a live worker says that it owns it. */
    boolean isRunning(long serverId) {
        return jdbc.sql("select shard, claim from server_status where server_id = ? and status = 'running'")
                .param(serverId)
                .query((row, _) -> fleet.holds(row.getInt("shard"), row.getLong("claim")))
                .optional()
                .orElse(false);
    }

    Optional<Known> find(long serverId, CatalogueKind kind) {
        return jdbc.sql("select names, content, observed_at from catalogue where server_id = ? and kind = ?")
                .param(serverId)
                .param(kind.member())
                .query((row, _) -> known(row))
                .optional();
    }

    private static Known known(ResultSet row) throws SQLException {
        String content = row.getString("content");
        return new Known(
                SealedJson.parse(row.getString("names")),
                content == null ? null : SealedJson.parse(content),
                row.getObject("observed_at", OffsetDateTime.class).toInstant());
    }

    /**
     * A catalogue as it was last told.
     *
     * @param content null: it was too large to be told whole
     */
    record Known(JsonNode names, @Nullable JsonNode content, Instant observedAt) {}
}
