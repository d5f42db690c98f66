package dev.drover.worker.query;

import org.jspecify.annotations.Nullable;

/** What became of a query. */
public sealed interface Answer {
    /** Its result, a JSON text; may hold a tool's data, so its text form is only a size. */
    record Result(String json) implements Answer {
        @Override
        public String toString() {
            return "a result of " + json.length() + " characters";
        }
    }

    /**
     * There is no result.
     *
     * @param serverCode the JSON-RPC error code of the MCP server, where it was the one that refused
     */
    record Refusal(String code, String message, @Nullable Integer serverCode) implements Answer {
        public static Refusal of(String code, String message) {
            return new Refusal(code, message, null);
        }
    }
}
