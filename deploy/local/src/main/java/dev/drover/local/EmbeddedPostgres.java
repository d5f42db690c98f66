package dev.drover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL as a child process of this JVM, on 127.0.0.1, with one database and one user. It may be stopped and
 * started again on the same data and port, by this object or by another process later; it ends with this JVM, however
 * that ends. Any thread may call it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final PostgresCluster cluster;
    private final int port;
    private @Nullable Process server;
    private IntConsumer onDeath = exitCode -> {};

    /** A database that keeps everything in {@code directory} and listens on {@code port} (0: any free one). */
    public EmbeddedPostgres(Path directory, int port) {
        cluster = new PostgresCluster(directory.toAbsolutePath());
        this.port = port == 0 ? Ports.free() : port;
    }

    /** Returns once clients can connect; does nothing if the server runs already. */
    public synchronized void start() {
        if (server != null && server.isAlive()) {
            return;
        }
        try {
            Process starting = Spawner.start(cluster.server(port));
            server = starting;
            watch(starting);
            awaitConnections(starting);
            createDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start PostgreSQL in " + cluster.directory(), e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL started in " + cluster.directory() + " but is of no use", e);
        }
    }

    /** Ends the sessions and stops; the data stay. */
    public synchronized void stop() {
        Process running = server;
        server = null;
        if (running == null) {
            return;
        }
        // SIGTERM, as destroy() sends it, would wait for every client.
        Spawner.succeeds("sh", "-c", "kill -INT " + running.pid());
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** SIGQUIT, on which PostgreSQL drops everything; as a crash would be. */
    public void kill() {
        Process running = current();
        if (running != null) {
            Spawner.succeeds("sh", "-c", "kill -QUIT " + running.pid());
            running.onExit().join();
        }
    }

    /** Whom to tell the exit code, on a thread of its own, when the server ends without having been stopped. */
    public synchronized void onDeath(IntConsumer listener) {
        onDeath = listener;
    }

    @Override
    public void close() {
        stop();
    }

    public String jdbcUrl() {
        return jdbcUrl(PostgresCluster.NAME);
    }

    public String username() {
        return PostgresCluster.NAME;
    }

    /** Made with the data directory and kept beside it. */
    public String password() {
        return cluster.password();
    }

    /** The process id of the server while it runs. */
    public synchronized long pid() {
        if (server == null) {
            throw new IllegalStateException("PostgreSQL does not run");
        }
        return server.pid();
    }

    /** Where its own output goes. */
    public Path log() {
        return cluster.log();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private synchronized @Nullable Process current() {
        return server;
    }

    private void watch(Process started) {
        Thread.ofPlatform().daemon().name("watch-postgres").start(() -> {
            started.onExit().join();
            if (started.equals(current())) {
                listener().accept(started.exitValue());
            }
        });
    }

    private synchronized IntConsumer listener() {
        return onDeath;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    private void awaitConnections(Process starting) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (starting.isAlive() && System.nanoTime() < deadline) {
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                pause(starting);
            }
        }
        stop();
        throw new IOException("PostgreSQL did not come up; see " + log());
    }

    private static void pause(Process starting) throws IOException {
        try {
            starting.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL came up", e);
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select 1 from pg_database where datname = '" + PostgresCluster.NAME + "'")) {
            if (!found.next()) {
                try (Statement creation = connection.createStatement()) {
                    creation.execute("create database " + PostgresCluster.NAME);
                }
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), username(), password());
    }
}
