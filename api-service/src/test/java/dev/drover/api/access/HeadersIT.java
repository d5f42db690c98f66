package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class HeadersIT {
    @Test
    void answersSayWhatABrowserMustNotDoAndNothingOfVersions(ApiUnderTest api) {
        HttpHeaders headers = api.get("/internal/mcp_servers").headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'");
        assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(headers.map()).doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void headersThatAreTooLongAreRefused(ApiUnderTest api) {
        assertThat(api.sendAs("GET", "/actuator/health", null, "X-API-Key", "x".repeat(20_000))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aClientThatSendsNothingMoreIsCutOff(ApiUnderTest api) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /actuator/health HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.UTF_8));
            Instant begun = Instant.now();
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (answer.readLine() != null) {
                // To its end, whatever it says.
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(18));
        }
    }
}
