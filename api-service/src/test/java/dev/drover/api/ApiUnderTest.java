package dev.drover.api;

import dev.drover.local.testing.TestKeysets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The whole service in this JVM on a free port, and a client of it that holds the platform key. */
public final class ApiUnderTest implements AutoCloseable {
    public static final String KEY = "drv_plat_test_0123456789";

    private static final String FAILURES = "--drover.failed-authentications-per-minute=";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private final DescribedAnswers described = new DescribedAnswers(this::description);
    private @Nullable JsonNode description;

    private ApiUnderTest(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** An answer; the body is missing where there is none. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {
        public String text(String field) {
            return body.path(field).asString("");
        }
    }

    public static ApiUnderTest start(
            String kafka, String jdbcUrl, String username, String password, String... moreArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--drover.platform-key=" + KEY,
                "--drover.public-keyset=" + TestKeysets.publicKeyset(),
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + username,
                "--spring.datasource.password=" + password));
        if (Stream.of(moreArguments).noneMatch(argument -> argument.startsWith(FAILURES))) {
            // All tests come from one address.
            arguments.add(FAILURES + "0");
        }
        arguments.addAll(List.of(moreArguments));
        return new ApiUnderTest(SpringApplication.run(ApiService.class, arguments.toArray(new String[0])));
    }

    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> parts(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public JdbcClient jdbc() {
        return part(JdbcClient.class);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, @Nullable String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** With the platform key. */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + KEY));
        all.addAll(List.of(headers));
        return sendAs(method, path, body, all.toArray(new String[0]));
    }

    /** With these headers and no others. */
    public Answer sendAs(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(70))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            boolean isLines = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.startsWith("application/x-ndjson"))
                    .isPresent();
            JsonNode json = isLines ? lines(response.body()) : json(response.body());
            (isLines ? json : List.of(json))
                    .forEach(each -> described.check(method, path, response.statusCode(), each));
            return new Answer(response.statusCode(), response.headers(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of this service, by itself. */
    public JsonNode description() {
        JsonNode known = description;
        if (known == null) {
            known = get("/openapi.json").body();
            description = known;
        }
        return known;
    }

    private static JsonNode json(String body) {
        return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : JSON.missingNode();
    }

    private static JsonNode lines(String body) {
        ArrayNode lines = JSON.createArrayNode();
        body.lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(JSON.readTree(line)));
        return lines;
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Creates a server that never starts by itself. */
    public long createServer(String name, String... headers) {
        String body = "{\"name\": \"" + name + "\", \"command\": \"node\"}";
        return created(post("/internal/mcp_servers", body, headers))
                .path("server_id")
                .asLong();
    }

    public long createApp(String name) {
        return created(post("/internal/apps", "{\"name\": \"" + name + "\"}"))
                .path("app_id")
                .asLong();
    }

    /** @param scope {@code read} or {@code manage} */
    public AppKey createKey(long appId, String scope) {
        String body = "{\"name\": \"a test's\", \"scope\": \"" + scope + "\"}";
        JsonNode made = created(post("/internal/apps/" + appId + "/api_keys", body));
        return new AppKey(appId, made.path("key_id").asLong(), made.path("key").asString(""));
    }

    /** A key that was made for an app. */
    public record AppKey(long appId, long keyId, String key) {
        public String path() {
            return "/internal/apps/" + appId + "/api_keys/" + keyId;
        }
    }

    /** With the key of an app. */
    public Answer sendWith(AppKey key, String method, String path, @Nullable String body) {
        return sendAs(method, path, body, "X-API-Key", key.key());
    }

    private static JsonNode created(Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError("not created: " + answer);
        }
        return answer.body();
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
