package dev.drover.api.definition;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A value that is never shown: of an env variable or a header. */
public sealed interface Secret {
    /** @throws IllegalStateException if it is not sealed, and so must not leave this service */
    Sealed sealed();

    /** As a client sent it. */
    record Sent(String value) implements Secret {
        @Override
        public Sealed sealed() {
            throw new IllegalStateException("a secret that is not sealed was about to leave this service");
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * For the workers only.
     *
     * @param value the ciphertext
     * @param fingerprint by which the same value is known again; null: it is not
     */
    record Sealed(ByteBuffer value, @Nullable ByteBuffer fingerprint) implements Secret {
        @Override
        public Sealed sealed() {
            return this;
        }
    }
}
