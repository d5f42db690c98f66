package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class OpenApiIT {
    @Test
    void theDescriptionNamesPathsAndFieldsAsTheyAre(ApiUnderTest api) {
        JsonNode description = api.get("/openapi.json").body();
        assertThat(description.path("openapi").asString()).startsWith("3.1");
        assertThat(description.path("paths").propertyNames())
                .contains("/internal/mcp_servers", "/internal/commands/{command_id}", "/internal/apps");
        JsonNode schemas = description.at("/components/schemas");
        assertThat(schemas.at("/DefinitionRequest/properties").propertyNames())
                .contains("startup_timeout_seconds", "forward_user_token", "tls_ca", "tls_verify");
        assertThat(schemas.at("/ServerView/properties").propertyNames())
                .contains("server_id", "desired_status", "startup_timeout_seconds", "last_error");
        assertThat(schemas.propertyNames()).contains("Problem");
        assertThat(schemas.has("Caller")).isFalse();
    }

    @Test
    void everyCodeOfTheSourceIsInTheDescription(ApiUnderTest api) throws IOException {
        Set<String> described = new TreeSet<>();
        api.description()
                .findValues("code")
                .forEach(code -> code.path("enum").forEach(each -> described.add(each.asString(""))));

        assertThat(codesOfTheSource()).hasSizeGreaterThan(35).isSubsetOf(described);
    }

    /** Wherever a problem is made; but for those of requests that no operation is for. */
    private static Set<String> codesOfTheSource() throws IOException {
        Pattern made = Pattern.compile("(?:new Problem\\(\\s*(?:HttpStatus\\.)?\\w+,|InvalidDefinition\\.problem\\(|"
                + "invalid\\()\\s*\"(\\w+)\"");
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                made.matcher(Files.readString(file)).results().forEach(match -> codes.add(match.group(1)));
            }
        }
        codes.remove("not_found");
        return codes;
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
