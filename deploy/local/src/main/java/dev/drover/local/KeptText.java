package dev.drover.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** A short text made once and kept in a file that only its owner can read: a key, a password, an id. */
final class KeptText {

    private KeptText() {}

    /** What {@code file} holds; before that, if there is no such file, one with what {@code first} gives is made. */
    static String in(Path file, Supplier<String> first) throws IOException {
        if (!Files.exists(file)) {
            // Under another name first: a kill in the middle must not leave half a key for ever.
            Path partial = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(partial);
            Files.createFile(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(partial, first.get() + "\n");
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty; restore it, or start with --fresh");
        }
        return text;
    }

    /** 256 random bits as text. */
    static String random() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
