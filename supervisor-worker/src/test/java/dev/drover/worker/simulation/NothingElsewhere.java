package dev.drover.worker.simulation;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.RemoteHost;
import dev.drover.worker.supervision.ServerRun;
import dev.drover.worker.supervision.SpawnFailed;

/** A network without servers. */
final class NothingElsewhere implements RemoteHost {
    @Override
    public ServerRun reach(RunId run, Endpoint.Remote endpoint) throws SpawnFailed {
        throw new SpawnFailed(ErrorCode.CONNECTION_REFUSED, "Nothing is elsewhere.");
    }

    @Override
    public ServerRun inTheNameOf(Secret userToken, ServerRun server) {
        return server;
    }
}
