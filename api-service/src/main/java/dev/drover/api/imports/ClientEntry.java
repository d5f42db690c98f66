package dev.drover.api.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry as Claude Desktop and Claude Code, Cursor, VS Code, Cline, Roo, Windsurf and Gemini write it, in the words of a
 * definition. Keys of theirs that mean something here are translated; others are left out with a warning.
 *
 * @param definition the fields of a definition that it has, not checked yet
 * @param isDisabled whether it should not run
 * @param warnings in sentences
 */
record ClientEntry(ObjectNode definition, boolean isDisabled, List<String> warnings) {
    private static final Set<String> OURS = Set.of(
            "description",
            "command",
            "args",
            "env",
            "url",
            "headers",
            "forward_user_token",
            "tls_ca",
            "tls_verify",
            "restart",
            "startup_timeout_seconds",
            "request_timeout_seconds");
    private static final Set<String> APPROVALS = Set.of(
            "alwaysAllow", "autoApprove", "trust", "disabledTools", "enabledTools", "includeTools", "excludeTools");
    private static final Map<String, String> TRANSPORTS = Map.of(
            "sse", "sse",
            "http", "streamable_http",
            "streamablehttp", "streamable_http");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]+}");
    private static final int LONGEST_SECONDS = 300;
    /** A timeout from here on is meant in milliseconds: no client takes an hour's. */
    private static final int FIRST_MILLIS = 3_601;

    static ClientEntry of(JsonNode entry) {
        ClientEntry read = new ClientEntry(JsonNodeFactory.instance.objectNode(), disabled(entry), new ArrayList<>());
        entry.properties().forEach(property -> read.take(property.getKey(), property.getValue()));
        read.warnOfPlaceholders();
        return read;
    }

    private static boolean disabled(JsonNode entry) {
        return entry.path("disabled").asBoolean(false) || !entry.path("enabled").asBoolean(true);
    }

    private void take(String key, JsonNode value) {
        switch (key) {
            case "disabled", "enabled" -> {}
            case "serverUrl" -> definition.set("url", value);
            case "httpUrl" -> definition.set("url", value).put("transport", "streamable_http");
            case "type", "transport", "transportType" -> takeTransport(value);
            case "timeout" -> takeTimeout(value);
            case "envFile" -> warn(key, "is not read here: put its variables into env");
            case "cwd" -> warn(key, "was left out: each server has a working directory of its own");
            default -> takeOther(key, value);
        }
    }

    private void takeOther(String key, JsonNode value) {
        if (OURS.contains(key)) {
            definition.set(key, value);
        } else if (APPROVALS.contains(key)) {
            warn(key, "was left out: which tools may be used is up to the client");
        } else {
            warn(key, "is not known here and was left out");
        }
    }

    private void takeTransport(JsonNode value) {
        String name = value.asString("").toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        if (TRANSPORTS.containsKey(name)) {
            definition.put("transport", TRANSPORTS.get(name));
        } else if (!name.equals("stdio")) {
            definition.set("transport", value);
        }
    }

    private void takeTimeout(JsonNode value) {
        long number = value.isNumber() ? value.asLongOpt().orElse(0) : 0;
        long seconds = number < FIRST_MILLIS ? number : number / 1_000;
        if (seconds < 1) {
            warn("timeout", "is no number of seconds or milliseconds, and was left out");
            return;
        }
        if (seconds > LONGEST_SECONDS) {
            warn("timeout", "was cut to " + LONGEST_SECONDS + " s, the longest that a request may take here");
        }
        definition.put("request_timeout_seconds", (int) Math.min(seconds, LONGEST_SECONDS));
    }

    /** What the client would fill in is not known here. */
    private void warnOfPlaceholders() {
        for (String field : List.of("command", "args", "env", "url", "headers")) {
            if (PLACEHOLDER.matcher(definition.path(field).toString()).find()) {
                warn(field, "holds ${…}, which is passed on as it is written");
            }
        }
    }

    private void warn(String key, String what) {
        warnings.add("'" + key + "' " + what + ".");
    }
}
