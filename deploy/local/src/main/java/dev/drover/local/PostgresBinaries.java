package dev.drover.local;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this platform, unpacked once per user from the archive on the class path. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The directory that holds {@code bin}, {@code lib} and {@code share}. */
    static Path directory() throws IOException {
        String archive = "postgres-" + platform() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new FileNotFoundException("No PostgreSQL for this platform on the class path: " + archive);
            }
            // The size tells versions apart without reading fifteen megabytes at each start.
            Path directory = cache().resolve("postgres-" + platform() + "-" + packed.available());
            if (!Files.isDirectory(directory)) {
                unpackInto(directory, packed);
            }
            return directory;
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
        return os + "-" + arch;
    }

    private static Path cache() throws IOException {
        Path base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return Files.createDirectories(base.resolve("drover"));
    }

    /** Under another name first, so that a reader never sees half of it; whoever renames first wins. */
    private static void unpackInto(Path directory, InputStream packed) throws IOException {
        Path partial = Files.createTempDirectory(directory.getParent(), "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, partial);
            }
        }
        try {
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Directories.delete(partial);
        } catch (IOException e) {
            Directories.delete(partial);
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream tar, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("An archive entry leads out of its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
