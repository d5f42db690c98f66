package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SealingTest {
    private static final String TEXT = "ghp_geheim\n\"ÄÖ\"";

    private final Opener opener = Opener.generate();
    private final Sealer sealer = Sealer.of(opener.publicKeyset());

    @Test
    void whatIsSealedOpensAgainAndShowsNothing() {
        Sealed sealed = sealer.seal(7, TEXT);
        assertThat(sealed.getSealing()).isEqualTo(Sealing.TINK_HPKE);
        assertThat(new String(sealed.getValue().array(), ISO_8859_1)).doesNotContain("geheim");
        assertThat(opener.open(7, sealed)).isEqualTo(TEXT);
        assertThat(opener.open(7, sealed)).as("opened twice").isEqualTo(TEXT);
    }

    @Test
    void theSameValueIsNeverSealedTheSameWay() {
        assertThat(sealer.seal(7, TEXT)).isNotEqualTo(sealer.seal(7, TEXT));
    }

    @Test
    void aValueOfAnotherServerDoesNotOpen() {
        Sealed sealed = sealer.seal(7, TEXT);
        assertThatThrownBy(() -> opener.open(8, sealed))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessageContaining("another server");
    }

    @Test
    void withoutItsKeyAValueDoesNotOpen() {
        Sealed sealed = sealer.seal(7, TEXT);
        assertThatThrownBy(() -> Opener.generate().open(7, sealed))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessageContaining("it is sealed with key ")
                .hasNoCause();
    }

    @Test
    void junkDoesNotOpen() {
        for (String junk : new String[] {"", "x", "\u0001abcd", "\u0001abcd" + "e".repeat(100)}) {
            Sealed sealed = new Sealed(Sealing.TINK_HPKE, ByteBuffer.wrap(junk.getBytes(UTF_8)), null);
            assertThatThrownBy(() -> opener.open(7, sealed)).isInstanceOf(SealedUnreadable.class);
        }
    }

    @Test
    void whatPassesIsSealedWithOneKeyForManyValues() {
        Sealed sealed = sealer.sealPassing(7, TEXT);
        Sealed next = sealer.sealPassing(7, TEXT);
        assertThat(next.getDataKey()).isNotNull().isEqualTo(sealed.getDataKey());
        assertThat(next.getValue()).isNotEqualTo(sealed.getValue());
        assertThat(new String(sealed.getValue().array(), ISO_8859_1)).doesNotContain("geheim");
        assertThat(opener.open(7, sealed)).isEqualTo(TEXT);
        assertThat(opener.open(7, next)).isEqualTo(TEXT);
    }

    @Test
    void whatPassesOpensForItsServerAndItsReceiverOnly() {
        Sealed sealed = sealer.sealPassing(7, TEXT);
        assertThatThrownBy(() -> opener.open(8, sealed))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessageContaining("another server");
        assertThatThrownBy(() -> Opener.generate().open(7, sealed))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessageContaining("it is sealed with key ");
        Sealed withAnotherKey = new Sealed(
                Sealing.TINK_HPKE,
                sealed.getValue(),
                sealer.seal(7, "0123456789abcdef").getValue());
        assertThatThrownBy(() -> opener.open(7, withAnotherKey)).isInstanceOf(SealedUnreadable.class);
    }

    @Test
    void aPlainValueIsItsOwnText() {
        assertThat(opener.open(7, new Sealed(Sealing.PLAIN, ByteBuffer.wrap(TEXT.getBytes(UTF_8)), null)))
                .isEqualTo(TEXT);
    }

    @Test
    void aPrivateKeysetOrJunkSealsNothing() {
        for (byte[] junk : new byte[][] {{}, {1, 2, 3}, "{}".getBytes(UTF_8)}) {
            assertThatThrownBy(() -> Sealer.of(junk)).isInstanceOf(UnusableKeyset.class);
        }
    }
}
