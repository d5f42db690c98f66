package dev.drover.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The credential of the platform's operator, made once and kept in a file only its owner can read. */
final class PlatformKey {

    private static final String PREFIX = "drv_plat_";

    private PlatformKey() {}

    static String keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, generate() + "\n");
        }
        String key = Files.readString(file).strip();
        if (key.isEmpty()) {
            throw new CannotStart(file + " is empty; delete it to get a new platform key");
        }
        return key;
    }

    private static String generate() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
