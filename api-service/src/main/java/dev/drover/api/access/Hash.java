package dev.drover.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * All that is kept of a credential. A plain SHA-256: whoever finds 256 random bits by trying needs no slow one, and it is
 * computed in every request.
 */
public final class Hash {
    private final byte[] sha256;

    private Hash(byte[] sha256) {
        this.sha256 = sha256;
    }

    public static Hash of(String credential) {
        try {
            return new Hash(MessageDigest.getInstance("SHA-256").digest(credential.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Hash stored(byte[] sha256) {
        return new Hash(sha256.clone());
    }

    public byte[] toStore() {
        return sha256.clone();
    }

    /** Takes as long wherever the two differ. */
    public boolean matches(Hash other) {
        return MessageDigest.isEqual(sha256, other.sha256);
    }
}
