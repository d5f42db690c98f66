package dev.drover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The directory of one PostgreSQL: its data, the password of its one user, its log, and how its server is started. */
record PostgresCluster(Path directory) {

    /** Of the user and of the database. */
    static final String NAME = "drover";

    /** The server, ready to be started; its data are made first if this is the first time. */
    ProcessBuilder server(int port) throws IOException {
        Path binaries = PostgresBinaries.directory();
        if (!Files.exists(data())) {
            initialise(binaries);
        }
        awaitPredecessor();
        return logged(postgres(binaries, port));
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL was never started in " + directory, e);
        }
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    private Path data() {
        return directory.resolve("cluster");
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    private void initialise(Path binaries) throws IOException {
        Files.createDirectories(directory);
        Path partial = directory.resolve("cluster.new");
        Directories.delete(partial);
        KeptText.in(passwordFile(), KeptText::random);
        List<String> command = unprivileged(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + partial,
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
            Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while initdb ran", e);
        }
    }

    /**
     * A server of a JVM that was just killed is still on its way out. One whose whole container was killed left a file
     * with an id that may by now be any process's, which PostgreSQL would take for itself; with an id that is nobody's
     * it deals well.
     */
    private void awaitPredecessor() throws IOException {
        Path lock = data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
        Optional<ProcessHandle> owner = ProcessHandle.of(pid);
        if (owner.isEmpty()) {
            return;
        }
        if (!isPostgres(owner.get())) {
            Files.delete(lock);
            return;
        }
        owner.get()
                .onExit()
                .completeOnTimeout(owner.get(), 10, TimeUnit.SECONDS)
                .join();
        if (isPostgres(owner.get())) {
            throw new IOException("an earlier PostgreSQL (pid " + pid + ") still uses it");
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive() && process.info().command().orElse("").endsWith("/postgres");
    }

    private List<String> postgres(Path binaries, int port) {
        List<String> command = List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
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
}
