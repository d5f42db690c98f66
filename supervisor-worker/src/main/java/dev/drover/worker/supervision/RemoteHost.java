package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;

/** The network's side of servers: connections to those that run elsewhere. Thread-safe; never blocks its caller. */
public interface RemoteHost {
    /**
     * Begins a run. It connects when it is first spoken to; what it cannot reach then is the failure of that.
     *
     * @throws SpawnFailed if its definition makes it impossible
     */
    ServerRun reach(RunId run, Endpoint.Remote endpoint) throws SpawnFailed;

    /**
     * The same server, over connections of their own on which a user's token goes along. It ends with that one, or before.
     *
     * @param server one that this host reached
     */
    ServerRun inTheNameOf(Secret userToken, ServerRun server);
}
