package dev.drover.local.testing;

import dev.drover.local.EmbeddedPostgres;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A fresh PostgreSQL with one empty database, gone with its data at close. */
public final class RealPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RealPostgres.class);

    private final String jdbcUrl;
    private final String username;
    private final String password;
    private final Runnable stop;

    private RealPostgres(String jdbcUrl, String username, String password, Runnable stop) {
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
        this.stop = stop;
    }

    public static RealPostgres start() {
        return Docker.ANSWERS ? container() : embedded();
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static RealPostgres container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.start();
        LOG.info("PostgreSQL runs in a container at {}", container.getJdbcUrl());
        return new RealPostgres(
                container.getJdbcUrl(), container.getUsername(), container.getPassword(), container::stop);
    }

    private static RealPostgres embedded() {
        Path data = TemporaryDirectory.create("postgres");
        EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0);
        postgres.start();
        LOG.info("PostgreSQL runs embedded at {}: Docker does not answer", postgres.jdbcUrl());
        return new RealPostgres(postgres.jdbcUrl(), postgres.username(), postgres.password(), () -> {
            postgres.stop();
            TemporaryDirectory.delete(data);
        });
    }
}
