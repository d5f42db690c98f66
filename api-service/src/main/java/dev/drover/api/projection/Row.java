package dev.drover.api.projection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Sets a statement's parameters one after the other. */
final class Row {
    private final PreparedStatement statement;
    private int filled;

    private Row(PreparedStatement statement) {
        this.statement = statement;
    }

    static Row of(PreparedStatement statement) {
        return new Row(statement);
    }

    @SuppressWarnings("NullAway") // the driver takes null
    Row add(@Nullable Object value) throws SQLException {
        statement.setObject(++filled, value);
        return this;
    }
}
