package dev.drover.worker.remote;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.netty.http.client.HttpClient;

/** How servers' certificates are looked at. */
final class Tls {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final SslContext context;

    Tls() {
        try {
            context = SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java trusts nobody", e);
        }
    }

    HttpClient secure(HttpClient client) {
        return client.secure(spec -> spec.sslContext(context).handshakeTimeout(HANDSHAKE));
    }
}
