package dev.drover.api.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Opens connections outside the pool, to the same database as the pool's; whoever opens one closes it. */
public final class OwnConnection {
    private final JdbcConnectionDetails database;

    public OwnConnection(JdbcConnectionDetails database) {
        this.database = database;
    }

    /** @param purpose shown as application_name in pg_stat_activity */
    public Connection open(String purpose) throws SQLException {
        Properties properties = new Properties();
        set(properties, "user", database.getUsername());
        set(properties, "password", database.getPassword());
        set(properties, "ApplicationName", purpose);
        set(properties, "connectTimeout", "2");
        set(properties, "socketTimeout", "15");
        set(properties, "tcpKeepAlive", "true");
        // A rebuild's batches as statements of many rows, as the pool has it for the projector.
        set(properties, "reWriteBatchedInserts", "true");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
