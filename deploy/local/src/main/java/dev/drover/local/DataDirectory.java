package dev.drover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a stack keeps everything, locked for as long as it is open: two stacks on the same data would destroy it. */
final class DataDirectory implements AutoCloseable {

    /** All that a stack ever puts there: only these are deleted, whatever else somebody keeps in that directory. */
    private static final List<String> CONTENT =
            List.of("kafka", "postgres", "workers", "package-cache", "logs", "tmp", "platform.key", "keysets");

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    static DataDirectory open(Path root) {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new DataDirectory(root, lock(root));
        } catch (IOException e) {
            throw new CannotStart(
                    "Cannot use the data directory " + root + " (" + e.getMessage() + "); give another one with --data",
                    e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = Files.readString(file).strip();
            channel.close();
            throw new CannotStart("The data directory " + root + " is in use by another stack (pid " + owner
                    + "); stop that one or give another directory with --data");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another stack of this very process.
            return null;
        }
    }

    /** Deletes what an earlier stack left, and says what that was. */
    List<String> clear() throws IOException {
        List<String> deleted = new ArrayList<>();
        for (String name : CONTENT) {
            if (Files.exists(root.resolve(name))) {
                Directories.delete(root.resolve(name));
                deleted.add(name);
            }
        }
        return deleted;
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path worker(String id) {
        return root.resolve("workers").resolve(id);
    }

    Path packageCache() {
        return root.resolve("package-cache");
    }

    /** Its temporary files. */
    Path temporary(String service) {
        return root.resolve("tmp").resolve(service);
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path platformKey() {
        return root.resolve("platform.key");
    }

    /** What the workers open secrets with. */
    Path privateKeyset() {
        return root.resolve("keysets").resolve("private.json");
    }

    /** What the API seals secrets with. */
    Path publicKeyset() {
        return root.resolve("keysets").resolve("public.json");
    }

    /** Lets another stack in. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of " + root + " was not released", e);
        }
    }
}
