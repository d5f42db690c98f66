package dev.drover.worker.remote;

import dev.drover.schemas.sealing.SealedUnreadable;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.RemoteHost;
import dev.drover.worker.supervision.ServerRun;
import dev.drover.worker.supervision.SpawnFailed;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The worker's one HTTP client: connections, threads and resolver are shared by all servers elsewhere. Thread-safe. */
public final class RemoteHttp implements RemoteHost, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int THREADS = 2;
    private static final int MOST_CONNECTIONS = 20_000;
    private static final int MOST_OF_A_USER = 4;
    private static final int LARGEST_HEAD = 64 * 1024;

    /** Shorter than servers keep an idle connection for: a request on one that is just being closed may be lost. */
    private static final Duration LONGEST_IDLE = Duration.ofMillis(2500);

    private final LoopResources loops = LoopResources.create("mcp-http", THREADS, true);
    private final ConnectionProvider connections = ConnectionProvider.builder("mcp")
            .maxConnections(MOST_CONNECTIONS)
            .pendingAcquireTimeout(CONNECT)
            .maxIdleTime(LONGEST_IDLE)
            .evictInBackground(Duration.ofSeconds(5))
            // Definitions may name ever new hosts.
            .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(5))
            .build();
    private final GuardedResolver resolver;
    private final Duration connect;
    private final Tls tls = new Tls();
    private final HttpClient client;

    /** @param rule where servers may be */
    public RemoteHttp(AddressRule rule) {
        this(rule, CONNECT);
    }

    /** @param connect within which a server must take a connection */
    public RemoteHttp(AddressRule rule, Duration connect) {
        resolver = new GuardedResolver(rule);
        this.connect = connect;
        client = bare(connections);
    }

    @Override
    public ServerRun reach(RunId run, Endpoint.Remote endpoint) throws SpawnFailed {
        try {
            Endpoint.Remote opened = endpoint.opened();
            return new RemoteServer(run, opened, client, tls.of(run, opened.trust()));
        } catch (SealedUnreadable e) {
            throw new SpawnFailed(
                    ErrorCode.SECRET_UNREADABLE,
                    "A value of the server's headers cannot be read on this worker: " + e.getMessage()
                            + ". Set the values of headers anew, or give the worker the keyset that has this key");
        }
    }

    @Override
    public ServerRun inTheNameOf(Secret userToken, ServerRun server) {
        if (!(server instanceof RemoteServer remote)) {
            throw new IllegalArgumentException("no server elsewhere: " + server.getClass());
        }
        ConnectionProvider own = ConnectionProvider.builder("mcp-user")
                .maxConnections(MOST_OF_A_USER)
                .pendingAcquireTimeout(CONNECT)
                .build();
        return remote.inTheNameOf(userToken, bare(own), own::dispose);
    }

    private HttpClient bare(ConnectionProvider provider) {
        return HttpClient.create(provider)
                .runOn(loops, false)
                .resolver(resolver)
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connect.toMillis())
                .httpResponseDecoder(spec -> spec.maxHeaderSize(LARGEST_HEAD));
    }

    @Override
    public void close() {
        connections.disposeLater().onErrorComplete().block(Duration.ofSeconds(2));
        // On a busy machine they may take longer; the process goes all the same.
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2))
                .onErrorComplete()
                .block(Duration.ofSeconds(3));
        resolver.close();
    }
}
