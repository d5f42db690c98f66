package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Seals values with the primary key of a public keyset. Thread-safe. */
public final class Sealer {
    private final HybridEncrypt primitive;
    private final int keyId;
    private final AtomicReference<@Nullable DataKey> dataKey = new AtomicReference<>();

    private Sealer(KeysetHandle publicKeyset) throws GeneralSecurityException {
        primitive = publicKeyset.getPrimitive(Hpke.CONFIGURATION, HybridEncrypt.class);
        keyId = publicKeyset.getPrimary().getId();
    }

    /** @throws UnusableKeyset if the file holds no public keyset */
    public static Sealer from(Path publicKeyset) {
        try {
            return new Sealer(KeysetFile.readPublic(publicKeyset));
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyset(publicKeyset + " holds keys that do not seal", e);
        }
    }

    /**
     * @param publicKeyset in Tink's binary format, as in a {@code ReplyTo}
     * @throws UnusableKeyset if it is none
     */
    public static Sealer of(byte[] publicKeyset) {
        try {
            return new Sealer(TinkProtoKeysetFormat.parseKeysetWithoutSecret(publicKeyset, Hpke.CONFIGURATION));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Tink throws several kinds at junk.
            throw new UnusableKeyset("not a public keyset that seals", e);
        }
    }

    /**
     * For whoever holds the private keyset, and as a value of this server only. About as costly as a TLS handshake's
     * arithmetic; for what is kept, since each value stands for itself.
     */
    public Sealed seal(long serverId, String text) {
        try {
            byte[] sealed = primitive.encrypt(text.getBytes(UTF_8), Hpke.associatedData(serverId));
            return new Sealed(Sealing.TINK_HPKE, ByteBuffer.wrap(sealed), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value cannot be sealed", e);
        }
    }

    /** The same for the data of calls, of which there are many: with a key that is itself sealed once for many values. */
    public Sealed sealPassing(long serverId, String text) {
        try {
            return presentDataKey().seal(serverId, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value cannot be sealed", e);
        }
    }

    private DataKey presentDataKey() throws GeneralSecurityException {
        DataKey present = dataKey.get();
        if (present == null || present.isWornOut()) {
            present = DataKey.generate(primitive);
            dataKey.set(present);
        }
        return present;
    }

    /** Whether it is sealed with the key with which values are sealed now; not so after a rotation of keys. */
    public boolean isUpToDate(Sealed value) {
        return value.getSealing() == Sealing.TINK_HPKE
                && Hpke.keyId(value.getValue()).orElse(~keyId) == keyId;
    }
}
