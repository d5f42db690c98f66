package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import dev.drover.schemas.message.Sealed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Opens what was sealed with any key of a private keyset. */
public final class Opener {
    private final KeysetHandle keyset;
    private final HybridDecrypt primitive;

    private Opener(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.primitive = keyset.getPrimitive(Hpke.CONFIGURATION, HybridDecrypt.class);
    }

    /** @throws UnusableKeyset if the file holds no private keyset */
    public static Opener from(Path privateKeyset) {
        try {
            return new Opener(KeysetFile.readPrivate(privateKeyset));
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyset(privateKeyset + " holds keys that do not open", e);
        }
    }

    /** With a keyset of its own, which nobody else ever has. */
    public static Opener generate() {
        try {
            return new Opener(Hpke.generate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a generated keyset does not open", e);
        }
    }

    /** Whoever has it can seal for this one: Tink's binary format, as in a {@code ReplyTo}. */
    public byte[] publicKeyset() {
        try {
            return TinkProtoKeysetFormat.serializeKeysetWithoutSecret(
                    keyset.getPublicKeysetHandle(), Hpke.CONFIGURATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private keyset has no public one", e);
        }
    }

    /**
     * The text, also of a value that was never sealed.
     *
     * @throws SealedUnreadable if it is sealed to another key, or for another server
     */
    public String open(long serverId, Sealed sealed) {
        ByteBuffer value = sealed.getValue();
        return switch (sealed.getSealing()) {
            case PLAIN -> UTF_8.decode(value.duplicate()).toString();
            case TINK_HPKE -> new String(decrypt(serverId, value), UTF_8);
        };
    }

    private byte[] decrypt(long serverId, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        try {
            return primitive.decrypt(bytes, Hpke.associatedData(serverId));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Tink throws several kinds at junk, and none of them helps.
            throw new SealedUnreadable(reason(value));
        }
    }

    private String reason(ByteBuffer value) {
        List<Integer> ids = IntStream.range(0, keyset.size())
                .mapToObj(at -> keyset.getAt(at).getId())
                .toList();
        int id = Hpke.keyId(value).orElse(0);
        return ids.contains(id)
                ? "it was sealed for another server, or changed since (key " + Hpke.text(id) + ")"
                : "it is sealed with key %s, and here is only %s"
                        .formatted(Hpke.text(id), ids.stream().map(Hpke::text).collect(Collectors.joining(", ")));
    }
}
