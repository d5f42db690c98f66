package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AesGcmTest {
    private static final byte[] SERVER = "7".getBytes(UTF_8);
    private static final int VALUES = 2_000;

    private final byte[] key = Random.randBytes(16);
    private final AesGcm cipher = new AesGcm(key);

    @Test
    void itIsWhatTinkReadsAndWrites() throws GeneralSecurityException {
        Aead tink = new AesGcmJce(key);
        for (byte[] text : new byte[][] {{}, {1}, Random.randBytes(16), Random.randBytes(100_000)}) {
            assertThat(tink.decrypt(cipher.encrypt(text, SERVER), SERVER)).isEqualTo(text);
            assertThat(cipher.decrypt(tink.encrypt(text, SERVER), SERVER)).isEqualTo(text);
        }
    }

    @Test
    void threadsDoNotDisturbEachOtherAndNoNonceComesTwice() throws InterruptedException {
        List<Future<ByteBuffer>> nonces;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nonces = threads.invokeAll(IntStream.range(0, VALUES)
                    .<Callable<ByteBuffer>>mapToObj(number -> () -> roundTrip(number))
                    .toList());
        }
        assertThat(nonces.stream().map(Future::resultNow).distinct()).hasSize(VALUES);
    }

    /** @return the nonce */
    private ByteBuffer roundTrip(int number) throws GeneralSecurityException {
        byte[] text = Integer.toString(number).repeat(100).getBytes(UTF_8);
        byte[] sealed = cipher.encrypt(text, SERVER);
        assertThat(cipher.decrypt(sealed, SERVER)).isEqualTo(text);
        return ByteBuffer.wrap(sealed, 0, 12).slice();
    }

    @Test
    void everyChangedBitIsNoticedAndHarmsNothingElse() throws GeneralSecurityException {
        byte[] sealed = cipher.encrypt("geheim".getBytes(UTF_8), SERVER);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> cipher.decrypt(changed, SERVER)).isInstanceOf(GeneralSecurityException.class);
            assertThat(cipher.decrypt(sealed, SERVER)).asString(UTF_8).isEqualTo("geheim");
        }
    }

    @Test
    void whatIsTooShortDoesNotOpen() throws GeneralSecurityException {
        byte[] sealed = cipher.encrypt(new byte[0], SERVER);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> cipher.decrypt(cut, SERVER)).isInstanceOf(GeneralSecurityException.class);
        }
    }
}
