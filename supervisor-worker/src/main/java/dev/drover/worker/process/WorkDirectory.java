package dev.drover.worker.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's private directory: it starts there, its home is kept from run to run, its tmp is not. */
record WorkDirectory(Path path) {
    private static final Logger log = LoggerFactory.getLogger(WorkDirectory.class);

    static WorkDirectory of(ProcessSettings settings, long serverId) {
        return new WorkDirectory(settings.dataDir().resolve("servers").resolve(Long.toString(serverId)));
    }

    Path home() {
        return path.resolve("home");
    }

    Path tmp() {
        return path.resolve("tmp");
    }

    /** @param user to whom the server's own belongs; null: the worker's */
    void prepare(@Nullable Integer user) throws IOException {
        Files.createDirectories(path.getParent());
        makePrivate(path);
        makePrivate(home());
        delete(tmp());
        makePrivate(tmp());
        if (user != null) {
            RunAs.admit(path, user);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
            RunAs.own(home(), user);
            RunAs.own(tmp(), user);
        }
    }

    /** What cannot be deleted stays, and is said. */
    void delete() {
        try {
            delete(path);
        } catch (IOException e) {
            log.warn("{} is no longer needed and could not be deleted: {}", path, e.toString());
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            Files.walkFileTree(directory, new Deletion());
        }
    }

    static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes links, never what they point to. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
