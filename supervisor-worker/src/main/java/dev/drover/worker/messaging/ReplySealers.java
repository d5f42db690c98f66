package dev.drover.worker.messaging;

import dev.drover.schemas.sealing.Sealer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The public keysets of those who ask, each read once. Thread-safe. */
final class ReplySealers {
    private static final int MOST = 256;

    private final Map<ByteBuffer, Sealer> known = new ConcurrentHashMap<>();

    /** @throws dev.drover.schemas.sealing.UnusableKeyset if it is none */
    Sealer of(ByteBuffer keyset) {
        if (known.size() >= MOST) {
            // Replicas come and go, each with a keyset of its own.
            known.clear();
        }
        return known.computeIfAbsent(keyset.duplicate(), ReplySealers::read);
    }

    private static Sealer read(ByteBuffer keyset) {
        byte[] bytes = new byte[keyset.remaining()];
        keyset.duplicate().get(bytes);
        return Sealer.of(bytes);
    }
}
