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
        /** The code of what the MCP server itself said. */
        public static final String BY_SERVER = "SERVER_ERROR";

        public static Refusal of(String code, String message) {
            return new Refusal(code, message, null);
        }

        /** What a log or an event may hold: of the MCP server's own words, in which anything may be, only the code. */
        public String told() {
            if (!code.equals(BY_SERVER)) {
                return message;
            }
            return "The MCP server refused the request, or answered what MCP does not know"
                    + (serverCode == null ? "." : " (code " + serverCode + ").");
        }
    }
}
