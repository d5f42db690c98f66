package dev.drover.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A client of the HTTP API with one credential: JSON in, JSON out, any status is an answer. Any thread may use it. */
final class Api {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final @Nullable String key;

    Api(String url, @Nullable String key) {
        this.url = url;
        this.key = key;
    }

    /** What the API answered; a missing node where there was no JSON. */
    record Answer(int status, JsonNode body, HttpHeaders headers) {}

    /** The same API with another credential, or with none. */
    Api as(@Nullable String otherKey) {
        return new Api(url, otherKey);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, Map<String, ?> body, String... headers) {
        return send("POST", path, JSON.writeValueAsString(body), headers);
    }

    /** A post of what may be no JSON at all, and says that it is. */
    Answer postText(String path, String body) {
        return send("POST", path, body);
    }

    /** A post without a body, as the commands are. */
    Answer post(String path, String... headers) {
        return send("POST", path, null, headers);
    }

    Answer put(String path, Map<String, ?> body, String... headers) {
        return send("PUT", path, JSON.writeValueAsString(body), headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** @param body as it is; null: none */
    Answer send(String method, String path, @Nullable String body, String... headers) {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(90))
                .method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(method + " " + path, request.build());
    }

    private Answer answer(String what, HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            JsonNode body = json ? JSON.readTree(response.body()) : MissingNode.getInstance();
            return new Answer(response.statusCode(), body, response.headers());
        } catch (IOException e) {
            throw new AssertionError(what + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what + " was interrupted", e);
        }
    }
}
