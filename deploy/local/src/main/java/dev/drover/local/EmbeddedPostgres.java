package dev.drover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL as a child process of this JVM, on 127.0.0.1, with one database and one user. It may be stopped and
 * started again on the same data and port, by this object or by another process later; it ends with this JVM, however
 * that ends. Any thread may call it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String NAME = "drover";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private @Nullable Process server;
    private IntConsumer onDeath = exitCode -> {};

    /** A database that keeps everything in {@code directory} and listens on {@code port} (0: any free one). */
    public EmbeddedPostgres(Path directory, int port) {
        this.directory = directory.toAbsolutePath();
        this.port = port == 0 ? Ports.free() : port;
    }

    /** Returns once clients can connect; does nothing if the server runs already. */
    public synchronized void start() {
        if (server != null && server.isAlive()) {
            return;
        }
        try {
            Path binaries = PostgresBinaries.directory();
            if (!Files.exists(cluster().resolve("PG_VERSION"))) {
                initialise(binaries);
            }
            Process starting = Spawner.start(logged(postgres(binaries)));
            server = starting;
            watch(starting);
            awaitConnections(starting);
            createDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start PostgreSQL in " + directory, e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL started in " + directory + " but is of no use", e);
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
        return jdbcUrl(NAME);
    }

    public String username() {
        return NAME;
    }

    /** Made with the data directory and kept beside it. */
    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL was never started in " + directory, e);
        }
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
        return directory.resolve("postgres.log");
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

    private Path cluster() {
        return directory.resolve("cluster");
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    private void initialise(Path binaries) throws IOException {
        Files.createDirectories(directory);
        Directories.delete(cluster());
        writePassword();
        List<String> command = unprivileged(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + cluster(),
                "--username=" + NAME,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        try {
            int code = Spawner.start(logged(Spawner.leashed("KILL", command))).waitFor();
            if (code != 0) {
                throw new IOException("initdb failed with exit code " + code + "; see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while initdb ran", e);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
    }

    private List<String> postgres(Path binaries) {
        List<String> command = List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                cluster().toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=64MB");
        // SIGQUIT is PostgreSQL's immediate shutdown: it takes its own children along.
        return unprivileged(Spawner.leashed("QUIT", command));
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with the same files. */
    private static List<String> unprivileged(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
        wrapped.addAll(command);
        return wrapped;
    }

    private ProcessBuilder logged(List<String> command) {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
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
                ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                try (Statement creation = connection.createStatement()) {
                    creation.execute("create database " + NAME);
                }
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), username(), password());
    }
}
