package dev.drover.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes of a record are not a message that this release knows how to read. Reading them again will not help. */
public final class UnreadableMessage extends SerializationException {
    private static final long serialVersionUID = 1;

    public UnreadableMessage(String message) {
        super(message);
    }

    public UnreadableMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
