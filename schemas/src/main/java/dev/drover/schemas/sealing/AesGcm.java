package dev.drover.schemas.sealing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM with one key: 12 random bytes of nonce, the ciphertext, 16 bytes of tag. Thread-safe, and meant for threads that
 * live for one value: Tink keeps a cipher and a random generator for each thread, and making them takes longer than using
 * them.
 */
final class AesGcm {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** A key has few users at a time; whoever finds none makes one. */
    private static final int MOST_CIPHERS = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;
    private final BlockingQueue<Cipher> idle = new ArrayBlockingQueue<>(MOST_CIPHERS);

    AesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plaintext.length + TAG_BYTES);
        Cipher cipher = cipher();
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
        cipher.updateAAD(associatedData);
        cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
        release(cipher);
        return sealed;
    }

    byte[] decrypt(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new GeneralSecurityException("too short to be sealed");
        }
        Cipher cipher = cipher();
        cipher.init(Cipher.DECRYPT_MODE, key, parameters(sealed));
        cipher.updateAAD(associatedData);
        byte[] plaintext = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        release(cipher);
        return plaintext;
    }

    /** @param begin its first bytes are the nonce */
    private static GCMParameterSpec parameters(byte[] begin) {
        return new GCMParameterSpec(Byte.SIZE * TAG_BYTES, begin, 0, NONCE_BYTES);
    }

    private Cipher cipher() throws GeneralSecurityException {
        Cipher cipher = idle.poll();
        return cipher == null ? Cipher.getInstance(TRANSFORMATION) : cipher;
    }

    /** Only after it did its work: one that failed may be in any state. */
    private void release(Cipher cipher) {
        var _ = idle.offer(cipher);
    }
}
