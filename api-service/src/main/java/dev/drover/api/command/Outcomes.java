package dev.drover.api.command;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Reads what became of commands: the row of the one who issued it, and the projection's outcome. */
public final class Outcomes {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    public Outcomes(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @return empty if neither a row nor an outcome is known */
    public Optional<CommandView> find(String commandId) {
        return jdbc.sql("""
                select coalesce(c.command_id, o.command_id) as command_id,
                       coalesce(c.server_id, o.server_id) as server_id,
                       coalesce(c.app_id, o.app_id) as app_id,
                       c.type, c.issued_at, c.issued_by, o.outcome, o.changed, o.finished_at, o.error
                from (select * from command where command_id = :id) c
                full join (select * from command_outcome where command_id = :id) o on o.command_id = c.command_id""").param("id", commandId).query((row, n) -> view(row)).optional();
    }

    private CommandView view(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new CommandView(
                row.getString("command_id"),
                row.getLong("server_id"),
                row.getObject("app_id", Long.class),
                row.getString("type"),
                instant(row, "issued_at"),
                row.getString("issued_by"),
                outcome == null ? CommandView.PENDING : outcome,
                row.getObject("changed", Boolean.class),
                instant(row, "finished_at"),
                error(row.getString("error")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private @Nullable CommandError error(@Nullable String text) {
        return text == null ? null : json.readValue(text, CommandError.class);
    }
}
