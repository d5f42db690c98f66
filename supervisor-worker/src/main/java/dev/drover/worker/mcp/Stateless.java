package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.supervision.McpFailure;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MCP 2026-07-28, which the SDK does not know: no {@code initialize}, no session and no ping; each request says who asks and
 * in which revision, and over HTTP repeats in headers what it is about. The session's other rules stay as they are.
 */
final class Stateless {
    static final String VERSION = "2026-07-28";

    /** Asks what {@code initialize} told before; good for a ping, too. */
    static final String DISCOVER = "server/discover";

    /** Stays unanswered; the server tells of changes as long as it does. */
    static final String LISTEN = "subscriptions/listen";

    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    private static final String META = "_meta";
    private static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    private static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;
    private static final int HEADER_MISMATCH = -32020;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;

    /** A server may look at the headers, at what each request must carry, or at the method first. */
    private static final Set<Integer> MEANT =
            Set.of(UNSUPPORTED_PROTOCOL_VERSION, HEADER_MISMATCH, METHOD_NOT_FOUND, INVALID_PARAMS);

    private Stateless() {}

    /** What each request carries. */
    static Map<String, ?> meta(Map<String, String> clientInfo) {
        return Map.of(PROTOCOL_VERSION, VERSION, CLIENT_INFO, clientInfo, CLIENT_CAPABILITIES, Map.of());
    }

    static Map<String, ?> with(Map<String, ?> meta, Map<String, ?> params) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        all.put(META, meta);
        return all;
    }

    /** Whether this is how a server answers {@code initialize} that knows nothing else than this revision. */
    static boolean isMeant(Throwable refusal) {
        return refusal instanceof McpFailure failure
                && failure.serverCode() != null
                && MEANT.contains(failure.serverCode());
    }

    /** Whether a request was not looked at, since the server wants more of it in headers than was known. */
    static boolean wantsOtherHeaders(Throwable refusal) {
        return refusal instanceof McpFailure failure
                && Integer.valueOf(HEADER_MISMATCH).equals(failure.serverCode());
    }

    /** Of its post; empty for a request of an older revision. */
    static Map<String, String> headers(JSONRPCRequest request) {
        if (!(request.params() instanceof Map<?, ?> params) || !params.containsKey(META)) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("MCP-Protocol-Version", VERSION);
        headers.put("Mcp-Method", request.method());
        if (name(request.method(), params) instanceof String name) {
            headers.put("Mcp-Name", encoded(name));
        }
        return headers;
    }

    private static @Nullable Object name(String method, Map<?, ?> params) {
        return switch (method) {
            case McpSchema.METHOD_TOOLS_CALL, McpSchema.METHOD_PROMPT_GET -> params.get("name");
            case McpSchema.METHOD_RESOURCES_READ -> params.get("uri");
            default -> null;
        };
    }

    /** A header's value is visible ASCII; anything else goes in Base64, and says so. */
    static String encoded(String value) {
        boolean isPlain = US_ASCII.newEncoder().canEncode(value)
                && value.chars().allMatch(c -> c >= ' ' && c != 0x7f)
                && value.equals(value.strip())
                && !value.startsWith("=?base64?");
        return isPlain ? value : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)) + "?=";
    }
}
