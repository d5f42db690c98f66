package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.Published;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.ApiOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiAgainstRealParts.class)
class AccessIT {
    @ParameterizedTest
    @ValueSource(
            strings = {"/internal/mcp_servers", "/internal/apps", "/internal/nothing", "/", "/actuator", "/actuator/env"
            })
    void nothingElseIsOpen(String path, ApiUnderTest api) {
        Answer answer = api.sendAs("GET", path, null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("unauthorized");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/health/liveness",
                "/openapi.json",
                "/swagger-ui/index.html"
            })
    void healthAndTheDescriptionAreOpen(String path, ApiUnderTest api) {
        assertThat(api.sendAs("GET", path, null).status()).isEqualTo(200);
    }

    @Test
    void theKeyIsTakenFromEitherHeader(ApiUnderTest api) {
        String path = "/internal/apps";
        assertThat(api.sendAs("GET", path, null, "Authorization", "bearer " + ApiUnderTest.KEY)
                        .status())
                .isEqualTo(200);
        assertThat(api.sendAs("GET", path, null, "X-API-Key", ApiUnderTest.KEY).status())
                .isEqualTo(200);
        assertThat(api.sendAs("GET", path, null, "X-API-Key", ApiUnderTest.KEY + "x")
                        .status())
                .isEqualTo(401);
        assertThat(api.sendAs("GET", path, null, "Authorization", "Bearer ").status())
                .isEqualTo(401);
    }

    @Test
    void anOpenPathDoesNotLookAtCredentials(ApiUnderTest api) {
        assertThat(api.sendAs("GET", "/actuator/health", null, "X-API-Key", "wrong")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsRefusedIsAudited(Parts parts) {
        ApiUnderTest api = parts.api();
        ApiUnderTest.AppKey reader = api.createKey(api.createApp("looks only"), "read");
        assertThat(api.sendWith(reader, "POST", "/internal/mcp_servers", "{}").status())
                .isEqualTo(403);
        assertThat(api.sendAs("GET", "/internal/apps", null, "X-API-Key", "wrong")
                        .status())
                .isEqualTo(401);

        ApiEvent denied = refusal(parts, "key:" + reader.keyId());
        assertThat(denied.getAppId()).isEqualTo(reader.appId());
        assertThat(denied.getOutcome()).isEqualTo(ApiOutcome.REFUSED);
        assertThat(denied.getCode()).isEqualTo("insufficient_scope");
        assertThat(refusal(parts, "anonymous").getCode()).isEqualTo("unauthorized");
    }

    private static ApiEvent refusal(Parts parts, String actor) {
        return Published.first(
                        parts.kafka().bootstrapServers(),
                        Topic.API_EVENTS,
                        ApiEvent.class,
                        event -> event.getAction().equals("access_refused")
                                && event.getActor().equals(actor))
                .value();
    }

    @Test
    void theAppIsNamedByAHeaderThatMustMakeSense(ApiUnderTest api) {
        String path = "/internal/mcp_servers";
        assertThat(api.get(path, "X-App-Id", "1").status()).isEqualTo(200);
        assertThat(api.get(path, "X-App-Id", "one").text("code")).isEqualTo("invalid_parameter");
        assertThat(api.get(path, "X-App-Id", "999999").text("code")).isEqualTo("app_not_found");
        assertThat(api.get(path + "?app_id=2", "X-App-Id", "1").text("field")).isEqualTo("app_id");
    }

    @Test
    void appsAreCreatedAndListed(ApiUnderTest api) {
        Answer created = api.post("/internal/apps", "{\"name\": \"tenant of the test\"}");
        assertThat(created.status()).isEqualTo(201);
        String path = created.headers().firstValue("Location").orElseThrow();
        assertThat(api.get(path).body()).isEqualTo(created.body());
        assertThat(api.get("/internal/apps?limit=1").body().at("/items/0/name").asString())
                .isEqualTo("default");
        assertThat(api.post("/internal/apps", "{\"name\": \"tenant of the test\"}")
                        .text("code"))
                .isEqualTo("name_taken");
        assertThat(api.post("/internal/apps", "{}").text("code")).isEqualTo("name_required");
        assertThat(api.get("/internal/apps/999999").text("code")).isEqualTo("app_not_found");
    }
}
