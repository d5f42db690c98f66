package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.local.testing.TestCertificate;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Endpoint.Transport;
import dev.drover.worker.lifecycle.Endpoint.Trust;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.remote.RemoteHttp;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.ServerRun;
import dev.drover.worker.supervision.SpawnFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate is believed. */
@TestInstance(Lifecycle.PER_CLASS)
class TrustTest {
    private static final RunId RUN = new RunId(7, 1);
    private static final Trust ANYBODY = new Trust(null, false);

    private final RemoteHttp http = new RemoteHttp((host, address) -> true);
    private TestCertificate certificate;
    private HttpPeer peer;

    @BeforeAll
    void listen(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.make(directory);
        peer = HttpPeer.secured(certificate.server());
    }

    @AfterAll
    void close() {
        peer.close();
        http.close();
    }

    private ServerRun reach(Trust trust) throws SpawnFailed {
        return http.reach(RUN, new Endpoint.Remote(peer.url("/mcp"), Transport.STREAMABLE_HTTP, Map.of(), true, trust));
    }

    /** Null if it is believed. */
    private static @Nullable ErrorCode failure(ServerRun server) throws Exception {
        return new SdkConnector("0.0.0-test", false)
                .open(RUN, server, Duration.ofSeconds(5), kind -> {})
                .handle((session, e) -> e instanceof McpFailure mcp ? mcp.errorCode() : null)
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void whomNobodyVouchesForIsNotBelieved() throws Exception {
        assertThat(failure(reach(Trust.USUAL))).isEqualTo(ErrorCode.TLS_FAILED);
    }

    @Test
    void whomAnAuthorityOfTheDefinitionVouchesForIsBelievedForUsersToo() throws Exception {
        ServerRun server = reach(new Trust(certificate.pem(), true));
        assertThat(failure(server)).isNull();
        assertThat(failure(http.inTheNameOf(new Secret("annas-token"), server))).isNull();
    }

    @Test
    void aConnectionThatWasNotVerifiedIsNobodyElses() throws Exception {
        assertThat(failure(reach(ANYBODY))).isNull();
        assertThat(failure(reach(Trust.USUAL))).isEqualTo(ErrorCode.TLS_FAILED);
    }

    @Test
    void whatIsNoCertificateIsSaidAtOnce() {
        assertThatThrownBy(() -> reach(new Trust("no certificate", true)))
                .isInstanceOfSatisfying(
                        SpawnFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TLS_FAILED));
    }
}
