package dev.drover.api.sealing;

import dev.drover.api.definition.Definition;
import dev.drover.api.definition.Secret;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.sealing.Sealer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seals the secrets of definitions for the workers. */
public final class SecretSealer {
    private final Sealer sealer;
    private final Fingerprints fingerprints;

    public SecretSealer(Sealer sealer, Fingerprints fingerprints) {
        this.sealer = sealer;
        this.fingerprints = fingerprints;
    }

    /** Of a server's first definition. */
    public Definition seal(long serverId, Definition definition) {
        return seal(serverId, definition, Map.of());
    }

    /** @param before the values that the server has: one that is sent again stays as it is, unless its key is out of use */
    public Definition seal(long serverId, Definition definition, Map<String, Secret> before) {
        Map<String, Secret> sealed = new LinkedHashMap<>();
        definition
                .endpoint()
                .secrets()
                .forEach((name, secret) -> sealed.put(name, seal(serverId, name, secret, before.get(name))));
        return definition.with(definition.endpoint().withSecrets(sealed));
    }

    private Secret seal(long serverId, String name, Secret secret, @Nullable Secret before) {
        return switch (secret) {
            case Secret.Sealed kept -> kept;
            case Secret.Sent(String value) -> {
                ByteBuffer fingerprint = fingerprints.of(serverId, name, value);
                yield before instanceof Secret.Sealed known && isStill(known, fingerprint)
                        ? known
                        : new Secret.Sealed(value(serverId, value), fingerprint);
            }
        };
    }

    private boolean isStill(Secret.Sealed known, ByteBuffer fingerprint) {
        return fingerprint.equals(known.fingerprint())
                && sealer.isUpToDate(new Sealed(Sealing.TINK_HPKE, known.value(), null));
    }

    /** A value that no client sent, and that is never compared. */
    public Secret.Sealed seal(long serverId, String value) {
        return new Secret.Sealed(value(serverId, value), null);
    }

    private ByteBuffer value(long serverId, String value) {
        return sealer.seal(serverId, value).getValue();
    }
}
