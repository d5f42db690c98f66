package dev.drover.worker.mcp;

import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON-RPC 2.0 messages as lines. What is read keeps its {@code params} and {@code result} as {@link RawJson}; the result
 * of a response that is an error, or no valid response, is the {@link McpFailure} to report.
 */
final class Wire {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_ERROR_MESSAGE = 4_000;

    /** The notification that ends a handshake, as a line. */
    static final byte[] INITIALIZED = encode(new JSONRPCNotification("notifications/initialized", null));

    private Wire() {}

    static byte[] encode(JSONRPCMessage message) {
        byte[] json = JSON.writeValueAsBytes(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** Null for what is not a JSON-RPC message. */
    static @Nullable JSONRPCMessage decode(String line) {
        String text = line.strip();
        if (!text.startsWith("{")) {
            return null;
        }
        try {
            return message(new RawJson(text).fields());
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable JSONRPCMessage message(Map<String, RawJson> fields) {
        if (!"2.0".equals(string(fields, "jsonrpc"))) {
            return null;
        }
        Object id = id(fields.get("id"));
        String method = string(fields, "method");
        if (method != null) {
            RawJson params = fields.get("params");
            return id == null ? new JSONRPCNotification(method, params) : new JSONRPCRequest(method, id, params);
        }
        return id == null ? null : JSONRPCResponse.result(id, outcome(fields));
    }

    private static Object outcome(Map<String, RawJson> fields) {
        RawJson error = fields.get("error");
        if (error != null && error.isObject()) {
            return serverError(error.fields());
        }
        RawJson result = fields.get("result");
        if (result == null || !result.isObject()) {
            return new McpFailure(Reason.PROTOCOL, "The server's answer has no result object.");
        }
        return result;
    }

    private static McpFailure serverError(Map<String, RawJson> error) {
        String message = string(error, "message");
        if (message == null) {
            message = "The server gave no message.";
        } else if (message.length() > LONGEST_ERROR_MESSAGE) {
            message = message.substring(0, LONGEST_ERROR_MESSAGE) + "…";
        }
        return new McpFailure(Reason.SERVER_ERROR, message, code(error.get("code")));
    }

    private static @Nullable Integer code(@Nullable RawJson code) {
        try {
            return code == null ? null : Integer.valueOf(code.text());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** MCP allows strings and integers. */
    private static @Nullable Object id(@Nullable RawJson id) {
        if (id == null || id.isNull()) {
            return null;
        }
        String string = id.string();
        return string == null ? Long.valueOf(id.text()) : string;
    }

    static @Nullable String string(Map<String, RawJson> fields, String name) {
        RawJson value = fields.get(name);
        return value == null ? null : value.string();
    }
}
