package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.SealedUnreadable;
import dev.drover.worker.lifecycle.Secret;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sealed values of one server. Those of a definition stay sealed until the server starts, and are kept as they came.
 *
 * @param serverId which they are bound to
 */
record SealedValues(Opener opener, long serverId) {
    /** A value of a definition. */
    private record Source(Opener opener, long serverId, Sealed sealed) implements Secret.Source {
        /** Throws {@link SealedUnreadable}. */
        @Override
        public String text() {
            return opener.open(serverId, sealed);
        }

        @Override
        public String toString() {
            return Secret.MASK;
        }
    }

    /** @throws SealedUnreadable if this worker has no key for it */
    Secret open(Sealed sealed) {
        return new Secret(opener.open(serverId, sealed));
    }

    Secret keep(Sealed sealed) {
        return new Secret(new Source(opener, serverId, sealed));
    }

    Map<String, Secret> keep(Map<String, Sealed> sealed) {
        return sealed.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> keep(e.getValue())));
    }

    /** As it came. */
    static Sealed close(Secret secret) {
        return secret.source() instanceof Source(Opener _, long _, Sealed sealed)
                ? sealed
                : new Sealed(Sealing.PLAIN, ByteBuffer.wrap(secret.value().getBytes(UTF_8)), null);
    }

    static Map<String, Sealed> close(Map<String, Secret> secrets) {
        return secrets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> close(e.getValue())));
    }
}
