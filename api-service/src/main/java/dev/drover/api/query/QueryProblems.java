package dev.drover.api.query;

import dev.drover.api.problem.Problem;
import dev.drover.schemas.message.NotAnswered;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a client is told when a query has no result. */
final class QueryProblems {
    private static final String SLOW = "Raise request_timeout_seconds of the server, or look at its status and logs.";

    private QueryProblems() {}

    static Problem noToken() {
        return new Problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "invalid_field",
                        "The user's token must have 1 to 8192 visible ASCII characters.")
                .with("field", "user_context");
    }

    static Problem noAnswer(QueriedServer server) {
        return new Problem(
                HttpStatus.GATEWAY_TIMEOUT,
                "server_timeout",
                "Server " + server.serverId() + " did not answer within "
                        + server.requestTimeout().toSeconds() + " s.",
                SLOW);
    }

    static Problem notPublished(@Nullable Throwable cause) {
        if (cause instanceof RecordTooLargeException) {
            return new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "arguments_too_large",
                    "The arguments are larger than Kafka takes.",
                    "Send less in one call.");
        }
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "kafka_unavailable",
                "Kafka did not take the request in time.",
                "Try again in a moment.");
    }

    static Problem notAnswered(NotAnswered no, QueriedServer server) {
        String message = no.getMessage();
        String path = "/internal/mcp_servers/" + server.serverId();
        return switch (no.getCode()) {
            case "NOT_RUNNING" -> notRunning(message, server);
            // The server exists, so its definition is still on its way to the owner.
            case "UNKNOWN_SERVER" -> notRunning("No worker knows server " + server.serverId() + " yet.", server);
            case "TIMEOUT" -> new Problem(HttpStatus.GATEWAY_TIMEOUT, "server_timeout", message, SLOW);
            case "EXPIRED" -> noAnswer(server);
            case "BUSY" -> tooManyUsers(message);
            case "EXITED" -> badGateway("server_exited", message, "See last_error and GET " + path + "/logs.");
            case "UNREACHABLE" -> badGateway("server_unreachable", message, "See last_error of GET " + path + ".");
            case "UNAUTHORIZED" ->
                badGateway(
                        "server_unauthorized",
                        message,
                        "The credentials are the user's where a user is named, else those of the server's headers.");
            case "SERVER_ERROR" -> serverError(no);
            case "TOO_LARGE" ->
                badGateway("reply_too_large", message, "Ask for less at a time, such as by the tool's own paging.");
            case "OUTCOME_UNKNOWN" ->
                badGateway("outcome_unknown", message, "It may have been carried out: look before calling again.");
            default -> rejected(no);
        };
    }

    static Problem unreadable() {
        return badGateway(
                "server_error",
                "The MCP server wrote JSON that cannot be read here.",
                "Its numbers must have at most 1000 digits and an exponent of 32 bits, its nesting at most 500 levels.");
    }

    private static Problem notRunning(String message, QueriedServer server) {
        return new Problem(
                HttpStatus.CONFLICT,
                "server_not_running",
                message,
                "Start it with POST /internal/mcp_servers/" + server.serverId() + "/start; its status says how it is.");
    }

    private static Problem tooManyUsers(String message) {
        return new Problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_users",
                message,
                "Try again in a moment; DROVER_USER_LIMIT of the workers says how many there may be.");
    }

    private static Problem serverError(NotAnswered no) {
        Problem problem = badGateway(
                "server_error",
                no.getMessage(),
                "The MCP server itself refused this: check the name and the arguments.");
        return no.getServerCode() == null ? problem : problem.with("server_code", no.getServerCode());
    }

    private static Problem rejected(NotAnswered no) {
        return badGateway(
                        "query_rejected",
                        no.getMessage(),
                        "The server's worker refused the request: " + no.getCode() + ".")
                .with("reason", no.getCode());
    }

    private static Problem badGateway(String code, String message, String hint) {
        return new Problem(HttpStatus.BAD_GATEWAY, code, message, hint);
    }
}
