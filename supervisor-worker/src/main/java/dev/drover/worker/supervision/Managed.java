package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.query.Calls;

/** A server and the tool calls it has accepted: what is kept of it in the log. */
public record Managed(Server server, Calls calls) {
    Managed with(Server next) {
        return new Managed(next, calls);
    }

    Managed with(Calls next) {
        return new Managed(server, next);
    }
}
