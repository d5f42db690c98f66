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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Opens what was sealed with any key of a private keyset. Thread-safe. */
public final class Opener {
    /** Senders come and go, each with a key of its own. */
    private static final int MOST_DATA_KEYS = 1024;

    private final KeysetHandle keyset;
    private final HybridDecrypt primitive;
    private final Map<ByteBuffer, DataKey> dataKeys = new ConcurrentHashMap<>();

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
        return switch (sealed.getSealing()) {
            case PLAIN -> UTF_8.decode(sealed.getValue().duplicate()).toString();
            case TINK_HPKE -> new String(decrypt(serverId, sealed), UTF_8);
        };
    }

    private byte[] decrypt(long serverId, Sealed sealed) {
        ByteBuffer key = sealed.getDataKey();
        try {
            return key == null
                    ? primitive.decrypt(DataKey.bytes(sealed.getValue()), Hpke.associatedData(serverId))
                    : dataKey(key).open(serverId, sealed.getValue());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Tink throws several kinds at junk, and none of them helps.
            throw new SealedUnreadable(reason(key == null ? sealed.getValue() : key));
        }
    }

    private DataKey dataKey(ByteBuffer sealedKey) throws GeneralSecurityException {
        DataKey known = dataKeys.get(sealedKey);
        if (known != null) {
            return known;
        }
        DataKey opened = DataKey.open(primitive, ByteBuffer.wrap(DataKey.bytes(sealedKey)));
        if (dataKeys.size() >= MOST_DATA_KEYS) {
            dataKeys.clear();
        }
        dataKeys.put(ByteBuffer.wrap(DataKey.bytes(sealedKey)), opened);
        return opened;
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
