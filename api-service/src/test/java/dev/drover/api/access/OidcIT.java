package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class OidcIT {
    private static final String SERVERS = "/internal/mcp_servers";

    @Test
    void aTokenOfTheIssuerIsAsGoodAsAKey(Parts parts) throws IOException {
        try (Issuer issuer = Issuer.start();
                ApiUnderTest api = start(parts, issuer.uri())) {
            long app = api.createApp("of the issuer");
            String manage = issuer.token(Map.of("app_id", app, "scope", "openid manage"));
            Answer created = send(api, manage, "POST", "{\"name\": \"by a token\", \"command\": \"node\"}");
            assertThat(created.body().path("app_id").asLong()).isEqualTo(app);
            String by = api.jdbc()
                    .sql("select issued_by from command where server_id = :id")
                    .param("id", created.body().path("server_id").asLong())
                    .query(String.class)
                    .single();
            String jane = "/internal/apps/" + app + "/pseudonyms?subject=jane";
            assertThat(by).matches("oidc:[0-9a-f]{32}").isEqualTo(api.get(jane).text("name"));
            assertThat(api.delete("/internal/apps/" + app + "/pseudonyms").status())
                    .isEqualTo(204);
            assertThat(api.get(jane).text("name")).isNotEqualTo(by);

            String read = issuer.token(Map.of("app_id", Long.toString(app), "scp", List.of("read")));
            assertThat(send(api, read, "GET", null).status()).isEqualTo(200);
            assertThat(send(api, read, "POST", "{}").text("code")).isEqualTo("insufficient_scope");
        }
    }

    @Test
    void aTokenThatSaysTooLittleOrIsNotTheIssuersIsWrong(Parts parts) throws IOException {
        try (Issuer issuer = Issuer.start();
                ApiUnderTest api = start(parts, issuer.uri())) {
            Map<String, Object> good = Map.of("app_id", 1, "scope", "manage");
            assertThat(send(api, issuer.token(good), "GET", null).status()).isEqualTo(200);
            List<String> wrong = List.of(
                    issuer.token(Map.of("scope", "manage")),
                    issuer.token(Map.of("app_id", 999_999, "scope", "manage")),
                    issuer.token(Map.of("app_id", 1, "scope", "management")),
                    issuer.token(Map.of("app_id", 1)),
                    issuer.expiredToken(good),
                    issuer.token(good, Duration.ofMinutes(5), Issuer.newKey()),
                    "a.b.c");
            assertThat(wrong)
                    .allSatisfy(token ->
                            assertThat(send(api, token, "GET", null).status()).isEqualTo(401));
        }
    }

    @Test
    void anIssuerThatIsAwayIsNobodysFault(Parts parts) throws IOException {
        Issuer issuer = Issuer.start();
        String token = issuer.token(Map.of("app_id", 1, "scope", "read"));
        issuer.close();
        try (ApiUnderTest api = start(parts, issuer.uri())) {
            Answer answer = send(api, token, "GET", null);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("issuer_unavailable");
            assertThat(api.get(SERVERS).status()).isEqualTo(200);
        }
    }

    private static ApiUnderTest start(Parts parts, String issuer) {
        return ApiUnderTest.start(
                parts.kafka().bootstrapServers(),
                parts.postgres().jdbcUrl(),
                parts.postgres().username(),
                parts.postgres().password(),
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer);
    }

    private static Answer send(ApiUnderTest api, String token, String method, @Nullable String body) {
        return api.sendAs(method, SERVERS, body, "Authorization", "Bearer " + token);
    }
}
