package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** MCP 2025-11-25, "Lifecycle": {@code initialize}, its answer, {@code notifications/initialized}. */
final class Handshake {
    private static final Set<String> VERSIONS = Set.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    private Handshake() {}

    /** @param version of this program */
    static Mono<ServerInfo> make(Requests requests, String version) {
        Map<String, ?> params = Map.of(
                "protocolVersion",
                ProtocolVersions.MCP_2025_11_25,
                "capabilities",
                Map.of(),
                "clientInfo",
                Map.of("name", "drover", "version", version));
        return requests.send(McpSchema.METHOD_INITIALIZE, params, null)
                .<ServerInfo>handle((result, sink) -> {
                    try {
                        sink.next(info(result.fields()));
                    } catch (McpFailure e) {
                        sink.error(e);
                    }
                })
                .flatMap(info ->
                        requests.tell(McpSchema.METHOD_NOTIFICATION_INITIALIZED).thenReturn(info));
    }

    private static ServerInfo info(Map<String, RawJson> result) throws McpFailure {
        String version = Wire.string(result, "protocolVersion");
        if (version == null || !VERSIONS.contains(version)) {
            throw new McpFailure(
                    Reason.PROTOCOL,
                    "The server speaks MCP protocol version %s; known are %s."
                            .formatted(version, VERSIONS.stream().sorted().toList()));
        }
        Map<String, RawJson> server =
                object(result.get("serverInfo"), "serverInfo").fields();
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
