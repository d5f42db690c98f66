package dev.drover.worker.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Endpoint.Trust;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.SpawnFailed;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;

/** How servers' certificates are looked at; one context for all that do it the same way. Thread-safe. */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 100;

    private final Map<Trust, SslContext> contexts = new ConcurrentHashMap<>();

    /** @throws SpawnFailed if its authorities are no certificates */
    SslContext of(RunId run, Trust trust) throws SpawnFailed {
        if (!trust.isVerified()) {
            LOG.warn("{} IS NOT VERIFIED: its definition says tls_verify false, so whoever answers is believed", run);
        }
        SslContext known = contexts.get(trust);
        if (known != null) {
            return known;
        }
        try {
            if (contexts.size() >= MOST_REMEMBERED) {
                contexts.clear();
            }
            SslContext made = make(trust);
            contexts.put(trust, made);
            return made;
        } catch (SSLException | IllegalArgumentException e) {
            throw new SpawnFailed(ErrorCode.TLS_FAILED, "'tls_ca' holds no certificate: " + e.getMessage());
        }
    }

    private static SslContext make(Trust trust) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        String authorities = trust.authorities();
        if (!trust.isVerified()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else if (authorities != null) {
            builder.trustManager(new ByteArrayInputStream(authorities.getBytes(UTF_8)));
        }
        return builder.build();
    }

    static HttpClient secure(HttpClient client, SslContext context) {
        return client.secure(spec -> spec.sslContext(context).handshakeTimeout(HANDSHAKE));
    }
}
