package dev.drover.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.testing.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a body holds, every route that takes one answers it soon, never with 500, and without repeating secrets. */
@ExtendWith(ApiAgainstRealParts.class)
class BodyFuzzIT {
    private static final String SECRET = "planted-secret";
    private static final JsonMapper JSON = new JsonMapper();

    /** Bodies that some route takes; of the others each is nearly right for another. */
    private static final String[] VALID = {
        "{\"name\":\"fuzzed\",\"command\":\"node\",\"args\":[\"-y\",\"x\"],\"env\":{\"A\":\"planted-secret\"},"
                + "\"restart\":\"never\",\"startup_timeout_seconds\":60,\"start\":false}",
        "{\"name\":\"fuzzed\",\"url\":\"https://mcp.example/x\",\"headers\":{\"X-A\":\"planted-secret\"},"
                + "\"transport\":\"sse\",\"forward_user_token\":true}",
        "{\"name\":\"fuzzed\",\"command\":\"npx\",\"env\":{\"A\":{\"keep\":true}},\"app_id\":1}",
        "{\"mcpServers\":{\"fuzzed\":{\"command\":\"node\",\"env\":{\"A\":\"planted-secret\"},\"disabled\":true}}}",
        "{\"name\":\"fuzzed\",\"scope\":\"read\"}",
        "{\"arguments\":{\"a\":[1,2.50,{\"b\":null}]}}",
        "{\"uri\":\"file:///x\",\"enabled\":true,\"event\":\"e\",\"payload\":{\"a\":1}}"
    };

    /** Of which nothing is ever run: the command is none that is allowed. */
    private static final String[] TRIALS = {
        "{\"name\":\"fuzzed\",\"command\":\"rm\",\"args\":[\"-y\"],\"env\":{\"A\":\"planted-secret\"},\"restart\":\"never\"}"
    };

    private static final String[] CALLBACKS = {
        "{\"event\":\"planted-secret\",\"payload\":{\"a\":[1,2.50,{\"b\":null}],\"c\":\"planted-secret\"}}",
        "{\"event\":\"e\"}"
    };

    private final HttpClient http = HttpClient.newHttpClient();

    /** A route with a body; its server does not exist where a worker would have to answer. */
    private record Route(String method, String path) {}

    @Test
    void noBodyIsTooMuch(ApiUnderTest api) {
        long server = api.createServer("fuzzed by bodies");
        List<Route> routes = routes(api.description(), server);
        assertThat(routes).hasSizeGreaterThan(8);
        Fuzz.run(600, fuzz -> {
            Route route = fuzz.oneOf(routes.toArray(Route[]::new));
            String valid = fuzz.oneOf(route.path().endsWith("/test") ? TRIALS : VALID);
            check(api, route, ApiUnderTest.KEY, fuzz.mutated(valid.getBytes(UTF_8), 0));
        });
    }

    @Test
    void noCallbackIsTooMuch(ApiUnderTest api) {
        long server = api.createServer("fuzzed by callbacks");
        String path = "/internal/mcp_servers/" + server;
        api.post(path + "/start", null);
        String token = api.post(path + "/tokens", null).text("token");
        Route callback = new Route("POST", "/mcp/v1/callback");
        Fuzz.run(60, fuzz -> {
            String valid = fuzz.oneOf(CALLBACKS);
            check(api, callback, token, fuzz.mutated(valid.getBytes(UTF_8), 0));
        });
    }

    private void check(ApiUnderTest api, Route route, String credential, byte[] body) {
        HttpResponse<String> answer = send(api, route, credential, body);
        assertThat(answer.statusCode())
                .as("%s with %s: %s", route, new String(body, UTF_8), answer.body())
                .isBetween(200, 499)
                .isNotEqualTo(401);
        assertThat(answer.body()).doesNotContain(SECRET);
        if (answer.statusCode() >= 400) {
            assertThat(JSON.readTree(answer.body()).path("code").asString(""))
                    .as("%s", answer.body())
                    .isNotEmpty();
        }
    }

    private static List<Route> routes(JsonNode description, long server) {
        List<Route> routes = new ArrayList<>();
        description
                .path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    // Servers have a credential of their own.
                    if (operation.has("requestBody") && !path.startsWith("/mcp/v1")) {
                        routes.add(new Route(method.toUpperCase(Locale.ROOT), filled(path, server)));
                    }
                }));
        return routes;
    }

    private static String filled(String path, long server) {
        boolean isAsked = path.contains("/tools/") || path.contains("/resources/") || path.contains("/prompts/");
        Map<String, String> values = Map.of("app_id", "1");
        StringBuilder filled = new StringBuilder();
        for (String part : path.split("(?<=/)", -1)) {
            String name = part.replaceAll("[{}/]", "");
            filled.append(
                    part.startsWith("{")
                            ? values.getOrDefault(name, isAsked ? "999999" : Long.toString(server))
                                    + (part.endsWith("/") ? "/" : "")
                            : part);
        }
        return filled.toString();
    }

    private HttpResponse<String> send(ApiUnderTest api, Route route, String credential, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + route.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + credential)
                .method(route.method(), BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
