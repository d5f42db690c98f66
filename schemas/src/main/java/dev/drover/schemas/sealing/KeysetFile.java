package dev.drover.schemas.sealing;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Keysets in files: Tink's JSON. A private one is a secret, protected by the permissions of its file. */
public final class KeysetFile {
    private static final String OWNER_ONLY = "rw-------";

    private KeysetFile() {}

    /**
     * Makes a private keyset and its public one, as far as they are not there.
     *
     * @throws UnusableKeyset if the private one is there and is none
     */
    public static void ensure(Path privateKeyset, Path publicKeyset) throws IOException {
        if (!Files.exists(privateKeyset)) {
            write(privateKeyset, privateText(Hpke.generate()));
            Files.deleteIfExists(publicKeyset);
        }
        if (!Files.exists(publicKeyset)) {
            write(publicKeyset, publicText(readPrivate(privateKeyset)));
        }
    }

    static KeysetHandle readPrivate(Path file) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), Hpke.CONFIGURATION, InsecureSecretKeyAccess.get());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Tink throws several kinds at junk.
            throw unusable(file, "private", e);
        }
    }

    /** Refuses a private one: where a public one is enough, the private one must not be. */
    static KeysetHandle readPublic(Path file) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(file), Hpke.CONFIGURATION);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Tink throws several kinds at junk.
            throw unusable(file, "public", e);
        }
    }

    static void writePrivate(Path file, KeysetHandle keyset) throws IOException {
        write(file, privateText(keyset));
    }

    static void writePublic(Path file, KeysetHandle keyset) throws IOException {
        write(file, publicText(keyset));
    }

    private static UnusableKeyset unusable(Path file, String kind, Exception cause) {
        // A parser's message may quote what it read.
        String reason = cause instanceof IOException ? "it cannot be read" : "it holds none";
        return new UnusableKeyset(file + " should hold a " + kind + " keyset: " + reason, cause);
    }

    private static String privateText(KeysetHandle keyset) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, Hpke.CONFIGURATION, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that was read cannot be written", e);
        }
    }

    private static String publicText(KeysetHandle keyset) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
                    keyset.getPublicKeysetHandle(), Hpke.CONFIGURATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private keyset has no public one", e);
        }
    }

    /** In one step: whoever is killed in the middle leaves the old file. */
    private static void write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Files.writeString(partial, text + "\n");
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
