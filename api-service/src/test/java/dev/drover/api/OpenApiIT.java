package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class OpenApiIT {
    @Test
    void theDescriptionNamesPathsAndFieldsAsTheyAre(ApiUnderTest api) {
        JsonNode description = api.get("/openapi.json").body();
        try {
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        assertThat(description.path("openapi").asString()).startsWith("3.1");
        assertThat(description.path("paths").propertyNames())
                .contains("/internal/mcp_servers", "/internal/commands/{command_id}", "/internal/apps");
        JsonNode schemas = description.at("/components/schemas");
        assertThat(schemas.at("/DefinitionRequest/properties").propertyNames())
                .contains("startup_timeout_seconds", "forward_user_token");
        assertThat(schemas.at("/ServerView/properties").propertyNames())
                .contains("server_id", "desired_status", "startup_timeout_seconds", "last_error");
        assertThat(schemas.propertyNames()).contains("Problem");
        assertThat(schemas.has("Caller")).isFalse();
    }

    @Test
    void everyOperationHasASummary(ApiUnderTest api) {
        List<String> silent = new ArrayList<>();
        api.get("/openapi.json")
                .body()
                .path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    if (operation.path("summary").asString("").isBlank()) {
                        silent.add(method + " " + path);
                    }
                }));
        assertThat(silent).isEmpty();
    }
}
