package dev.drover.api.server;

import org.jspecify.annotations.Nullable;

/** What a person can do about a server's last error, by its code. */
final class Hints {
    private Hints() {}

    static @Nullable String of(String code) {
        return switch (code) {
            case "COMMAND_NOT_FOUND" -> "Install the command on the workers, or correct 'command'.";
            case "COMMAND_NOT_ALLOWED" -> "Ask the operator to add the command to DROVER_ALLOWED_COMMANDS.";
            case "PERMISSION_DENIED" -> "Make the command executable for the worker's user.";
            case "EXITED_EARLY" ->
                "The program ended before it was ready: stderr_tail says why; often a variable in 'env' is missing.";
            case "HANDSHAKE_TIMEOUT" ->
                "Raise 'startup_timeout_seconds' if the program is slow to start (a package that is fetched first);"
                        + " else check that it speaks MCP on stdin and stdout.";
            case "HANDSHAKE_FAILED", "NOT_AN_MCP_SERVER" ->
                "Check that 'command' and 'args', or 'url' and 'transport', lead to an MCP server.";
            case "UNAUTHORIZED" -> "Put a valid credential into 'headers'.";
            case "CONNECTION_REFUSED", "CONNECT_TIMEOUT" ->
                "Check host and port of 'url', and that the workers may reach them.";
            case "HOST_NOT_FOUND" -> "Check the host name in 'url'.";
            case "TLS_FAILED" -> "Check the certificate of the host in 'url', and that the workers trust its issuer.";
            case "REDIRECTED" -> "Set 'url' to the address that it redirects to.";
            case "URL_NOT_ALLOWED" -> "Ask the operator to add the host to DROVER_ALLOWED_URL_HOSTS.";
            case "CRASHED", "UNRESPONSIVE" -> "stderr_tail holds the last it said; it is started again by its policy.";
            case "RESOURCE_LIMIT" -> "Give the workers more memory or processes, or run fewer servers on each.";
            case "SECRET_UNREADABLE" -> "Set the values of 'env' or 'headers' again.";
            case "RESTART_LIMIT" -> "Mend what stderr_tail shows, then start the server again.";
            default -> null;
        };
    }
}
