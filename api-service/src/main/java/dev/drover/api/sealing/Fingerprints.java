package dev.drover.api.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a value is the one that is stored sealed: a MAC with a key that is in no database, so that a thief of one
 * cannot try values.
 */
public final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "drover: fingerprints of secrets, 1";

    private final SecretKey key;

    /** @param secret of this installation, with enough random bits not to be guessed; with another one, no value is known */
    public Fingerprints(String secret) {
        SecretKey master = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
        key = new SecretKeySpec(mac(master, PURPOSE), ALGORITHM);
    }

    /** Different for another server or name: equal values of two servers do not show as such. */
    ByteBuffer of(long serverId, String name, String value) {
        return ByteBuffer.wrap(mac(key, serverId + "\0" + name + "\0" + value));
    }

    private static byte[] mac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
