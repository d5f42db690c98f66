package dev.drover.api.server;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a person can do about a server's last error, by its code and by what the server said itself. */
final class Hints {
    /** As variables of an environment are named; not Node's own error codes, nor the system's. */
    private static final Pattern VARIABLE = Pattern.compile("\\b(?!ERR_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");

    private static final int MOST_NAMED = 3;

    private static final Set<String> SAID_ON_STDERR =
            Set.of("EXITED_EARLY", "HANDSHAKE_TIMEOUT", "HANDSHAKE_FAILED", "CRASHED", "RESTART_LIMIT");

    private Hints() {}

    static String of(String code, Collection<String> stderrTail) {
        List<String> variables = SAID_ON_STDERR.contains(code) ? variables(stderrTail) : List.of();
        return variables.isEmpty()
                ? of(code)
                : "stderr_tail names " + String.join(" and ", variables)
                        + ": put what it asks for into 'env' (PUT the definition), then start the server.";
    }

    private static List<String> variables(Collection<String> stderrTail) {
        return stderrTail.stream()
                .flatMap(line -> VARIABLE.matcher(line).results())
                .map(MatchResult::group)
                .distinct()
                .limit(MOST_NAMED)
                .toList();
    }

    private static String of(String code) {
        return switch (code) {
            case "COMMAND_NOT_FOUND" -> "Check 'command'; install it on the workers, or correct their PATH.";
            case "COMMAND_NOT_ALLOWED" ->
                "Ask the operator to add the command to DROVER_ALLOWED_COMMANDS of the API service and the workers.";
            case "PERMISSION_DENIED" -> "Make the command executable for the worker's user.";
            case "EXITED_EARLY" ->
                "The program ended before it was ready: check 'command' and 'args', and what 'env' lacks;"
                        + " stderr_tail holds its own words.";
            case "HANDSHAKE_TIMEOUT" ->
                "Raise 'startup_timeout_seconds' if the program is slow to start (a package that is fetched first);"
                        + " else check that 'command' and 'args' start a program that speaks MCP on stdin and stdout.";
            case "HANDSHAKE_FAILED", "NOT_AN_MCP_SERVER" ->
                "Check that 'command' and 'args', or 'url' and 'transport', lead to an MCP server.";
            case "UNAUTHORIZED" -> "Put a valid credential into 'headers' (PUT the definition).";
            case "CONNECTION_REFUSED" ->
                "Nothing listens there: start the remote server, or correct host and port of 'url'.";
            case "CONNECT_TIMEOUT" -> "Check host and port of 'url', and that the workers may reach them.";
            case "HOST_NOT_FOUND" -> "Check the host name in 'url', and that the workers can resolve it.";
            case "TLS_FAILED" -> "Check the certificate of the host in 'url', and that the workers trust its issuer.";
            case "REDIRECTED" -> "Set 'url' to the address that it redirects to.";
            case "URL_NOT_ALLOWED" -> "Ask the operator to add the host to DROVER_ALLOWED_URL_HOSTS.";
            case "CRASHED" -> "Read GET …/logs; it is started again by its restart policy, or by POST …/restart.";
            case "UNRESPONSIVE" ->
                "It did not answer its pings: read GET …/logs for what it is busy with; it is started again by its"
                        + " restart policy, or by POST …/restart.";
            case "RESOURCE_LIMIT" ->
                "It asked for more memory, processes or files than a server may have: raise the workers' limit, or have"
                        + " the server do less at a time.";
            case "SECRET_UNREADABLE" -> "Set the values of 'env' or 'headers' again (PUT the definition).";
            case "RESTART_LIMIT" -> "Mend what stderr_tail and GET …/logs show, then POST …/start.";
            case "NO_WORKER_ANSWERED" -> "See GET /internal/workers: none may be alive, or its shard has no owner yet.";
            case "STILL_STARTING" ->
                "Raise 'startup_timeout_seconds', or try again when the workers have fewer servers to start.";
            default -> "Read GET …/logs and GET …/events, then POST …/restart.";
        };
    }
}
