package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reaches whatever it is asked to. */
final class FakeRemoteHost implements RemoteHost {
    final Map<String, FakeProcess> users = new HashMap<>();

    /** The last connection in the name of the user with this token. */
    FakeProcess user(String token) {
        return Objects.requireNonNull(users.get(token), token);
    }

    @Override
    public ServerRun reach(RunId run, Endpoint.Remote endpoint) {
        return new FakeProcess();
    }

    @Override
    public ServerRun inTheNameOf(Secret userToken, ServerRun server) {
        FakeProcess own = new FakeProcess();
        users.put(userToken.value(), own);
        return own;
    }
}
