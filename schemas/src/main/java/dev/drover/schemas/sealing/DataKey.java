package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.subtle.Random;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;

/** One AES key for many values, sealed once for their receiver: hybrid encryption takes a thousand times as long. Thread-safe. */
final class DataKey {
    private static final int BYTES = 16;
    private static final byte[] ASSOCIATED_DATA = "data key".getBytes(UTF_8);

    /** Far below the 2^32 at which random nonces wear a key out (NIST SP 800-38D, section 8.3). */
    private static final int MOST_VALUES = 1 << 24;

    private final AesGcm cipher;
    private final ByteBuffer sealedKey;
    private final AtomicInteger values = new AtomicInteger();

    private DataKey(byte[] key, ByteBuffer sealedKey) {
        this.cipher = new AesGcm(key);
        this.sealedKey = sealedKey;
    }

    static DataKey generate(HybridEncrypt receiver) throws GeneralSecurityException {
        byte[] key = Random.randBytes(BYTES);
        return new DataKey(key, ByteBuffer.wrap(receiver.encrypt(key, ASSOCIATED_DATA)));
    }

    static DataKey open(HybridDecrypt receiver, ByteBuffer sealedKey) throws GeneralSecurityException {
        return new DataKey(receiver.decrypt(bytes(sealedKey), ASSOCIATED_DATA), sealedKey);
    }

    boolean isWornOut() {
        return values.get() >= MOST_VALUES;
    }

    Sealed seal(long serverId, String text) throws GeneralSecurityException {
        values.incrementAndGet();
        byte[] value = cipher.encrypt(text.getBytes(UTF_8), Hpke.associatedData(serverId));
        return new Sealed(Sealing.TINK_HPKE, ByteBuffer.wrap(value), sealedKey.duplicate());
    }

    byte[] open(long serverId, ByteBuffer value) throws GeneralSecurityException {
        return cipher.decrypt(bytes(value), Hpke.associatedData(serverId));
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
