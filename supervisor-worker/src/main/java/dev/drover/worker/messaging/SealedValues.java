package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.worker.lifecycle.Secret;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;

/** Opens and closes sealed values. */
final class SealedValues {
    private SealedValues() {}

    static Secret open(Sealed sealed) {
        if (sealed.getSealing() != Sealing.PLAIN) {
            throw new IllegalArgumentException("this worker has no key for a value sealed with " + sealed.getSealing());
        }
        return new Secret(UTF_8.decode(sealed.getValue().duplicate()).toString());
    }

    static Map<String, Secret> open(Map<String, Sealed> sealed) {
        return sealed.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> open(e.getValue())));
    }

    static Sealed close(Secret secret) {
        return new Sealed(Sealing.PLAIN, ByteBuffer.wrap(secret.value().getBytes(UTF_8)));
    }

    static Map<String, Sealed> close(Map<String, Secret> secrets) {
        return secrets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> close(e.getValue())));
    }
}
