package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * MCP 2025-11-25, "Lifecycle": {@code initialize}, its answer, {@code notifications/initialized}. A server that refuses it
 * for its revision is asked in the words of {@link Stateless} instead: nothing is tried out on those that know the older ones.
 *
 * @param requests in the revision that the server speaks
 */
record Handshake(Requests requests, ServerInfo info) {
    private static final Set<String> VERSIONS = Set.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    /** Before it is listened to again; the attempt finds out whether the server is still there. */
    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(500);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** @param version of this program */
    static Mono<Handshake> make(Requests requests, String version) {
        Map<String, String> client = Map.of("name", "drover", "version", version);
        if (requests.transport().isKnownStateless()) {
            return discover(requests.stateless(Stateless.meta(client)));
        }
        return initialize(requests, client)
                .onErrorResume(
                        Stateless::isMeant,
                        refusal -> discover(requests.stateless(Stateless.meta(client)))
                                .onErrorResume(e -> otherwise(requests, client, refusal, e)));
    }

    /** It may be an older one that refuses in words of MCP what is not posted to where it wants it. */
    private static Mono<Handshake> otherwise(
            Requests requests, Map<String, String> client, Throwable refusal, Throwable why) {
        if (!isFor(Reason.PROTOCOL, why) && requests.transport().fallsBack()) {
            return initialize(requests, client).onErrorMap(e -> refusal);
        }
        return Mono.error(isRefusal(why) ? refusal : why);
    }

    private static boolean isRefusal(Throwable e) {
        return isFor(Reason.SERVER_ERROR, e);
    }

    private static boolean isFor(Reason reason, Throwable e) {
        return e instanceof McpFailure failure && failure.reason() == reason;
    }

    private static Mono<Handshake> initialize(Requests requests, Map<String, String> client) {
        Map<String, ?> params = Map.of(
                "protocolVersion", ProtocolVersions.MCP_2025_11_25, "capabilities", Map.of(), "clientInfo", client);
        return requests.send(McpSchema.METHOD_INITIALIZE, params, null)
                .<ServerInfo>handle((result, sink) -> {
                    try {
                        sink.next(initialized(result.fields()));
                    } catch (McpFailure e) {
                        sink.error(e);
                    }
                })
                .flatMap(info ->
                        requests.tell(McpSchema.METHOD_NOTIFICATION_INITIALIZED).thenReturn(info))
                .map(info -> new Handshake(requests, info));
    }

    private static Mono<Handshake> discover(Requests requests) {
        return requests.send(Stateless.DISCOVER, Map.of(), null)
                .<ServerInfo>handle((result, sink) -> {
                    try {
                        sink.next(discovered(result.fields()));
                    } catch (McpFailure e) {
                        sink.error(e);
                    }
                })
                .doOnNext(info -> found(requests, info))
                .map(info -> new Handshake(requests, info));
    }

    private static void found(Requests requests, ServerInfo info) {
        requests.transport().foundStateless();
        if (requests.transport().isHeardUnasked()) {
            listen(requests, info);
        }
    }

    /** For as long as there is somebody to listen to. */
    private static void listen(Requests requests, ServerInfo info) {
        Map<String, Boolean> changes = Stream.of(CatalogueKind.values())
                .map(Listing::field)
                .filter(new RawJson(info.capabilities()).fields()::containsKey)
                .collect(Collectors.toMap(list -> list + "ListChanged", list -> true));
        if (!changes.isEmpty()) {
            requests.send(Stateless.LISTEN, Map.of("notifications", changes), null)
                    .then(Mono.<Void>error(new McpFailure(Reason.PROTOCOL, "The server has ended it.")))
                    .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_SILENCE)
                            .maxBackoff(LONGEST_SILENCE)
                            .filter(e -> !isRefusal(e) && !requests.transport().hasEnded()))
                    .subscribe(nothing -> {}, e -> {});
        }
    }

    private static ServerInfo initialized(Map<String, RawJson> result) throws McpFailure {
        String version = Wire.string(result, "protocolVersion");
        if (version == null || !VERSIONS.contains(version)) {
            throw new McpFailure(
                    Reason.PROTOCOL,
                    "The server speaks MCP protocol version %s; known are %s and %s."
                            .formatted(version, VERSIONS.stream().sorted().toList(), Stateless.VERSION));
        }
        return info(version, result, result.get("serverInfo"));
    }

    private static ServerInfo discovered(Map<String, RawJson> result) throws McpFailure {
        RawJson versions = result.get("supportedVersions");
        if (versions == null || !versions.text().contains('"' + Stateless.VERSION + '"')) {
            throw new McpFailure(
                    Reason.PROTOCOL,
                    "The server speaks other MCP protocol versions: %s."
                            .formatted(versions == null ? "none" : versions.text()));
        }
        RawJson server = object(result.get("_meta"), "_meta").fields().get(Stateless.SERVER_INFO);
        return info(Stateless.VERSION, result, server == null ? result.get("serverInfo") : server);
    }

    private static ServerInfo info(String version, Map<String, RawJson> result, @Nullable RawJson serverInfo)
            throws McpFailure {
        Map<String, RawJson> server = object(serverInfo, "serverInfo").fields();
        return new ServerInfo(
                version,
                orEmpty(Wire.string(server, "name")),
                orEmpty(Wire.string(server, "version")),
                object(result.get("capabilities"), "capabilities").text());
    }

    /** Left out is as good as empty; anything but an object is not MCP. */
    private static RawJson object(@Nullable RawJson value, String field) throws McpFailure {
        if (value == null) {
            return new RawJson("{}");
        }
        if (!value.isObject()) {
            throw new McpFailure(Reason.PROTOCOL, "The server's " + field + " is not a JSON object.");
        }
        return value;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
