package dev.drover.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Scripts that come with the worker. */
public final class Script {
    private Script() {}

    /** Copies it to the directory, in one step, since an older worker may be about to run it. */
    public static Path install(Class<?> beside, String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path script = directory.resolve(name);
        Path fresh = Files.createTempFile(directory, name, null);
        try (InputStream resource = Objects.requireNonNull(beside.getResourceAsStream(name))) {
            Files.copy(resource, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        // A server's own user reads one of them.
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return script;
    }
}
