package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.query.Asked;

/** A command as it came from the log. */
public sealed interface Received {
    /** A management command. */
    record Ordered(long serverId, long appId, Input.Order order) implements Received {}

    /** A query. */
    record Questioned(Asked asked) implements Received {}

    /** One that must not be carried out, whatever the server's state. */
    record Refused(long serverId, long appId, String commandId, String code, String message) implements Received {}

    /** A query that must not be carried out; an API replica waits for the answer. */
    record RefusedQuery(Refused refused, String replica) implements Received {}
}
