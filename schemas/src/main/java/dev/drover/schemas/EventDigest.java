package dev.drover.schemas;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What ties an event to the one before it in its partition: the digest of that one's value, byte for byte. */
public final class EventDigest {
    private EventDigest() {}

    /** SHA-256. */
    public static ByteBuffer of(byte[] value) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(value))
                    .asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
