package dev.drover.api.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a definition with a {@code command}. */
final class StdioRules {
    private static final int MAX_COMMAND = 500;
    private static final int MAX_ARGS = 100;
    private static final String ALL_COMMANDS = "*";
    private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Set<String> allowed;

    StdioRules(Collection<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    Endpoint.Stdio check(String command, DefinitionRequest request, Map<String, Secret> stored) {
        checkCommand(command);
        refuse("transport", request.transport());
        refuse("headers", request.headers());
        refuse("tls_ca", request.tlsCa());
        refuse("tls_verify", request.tlsVerify());
        refuse("forward_user_token", request.forwardUserToken());
        return new Endpoint.Stdio(command, args(request.args()), env(request.env(), stored));
    }

    private void checkCommand(String command) {
        if (command.isBlank()) {
            throw InvalidDefinition.problem("command_or_url", "command", "'command' must not be blank.");
        }
        PlainText.checkLine("command", command);
        if (command.length() > MAX_COMMAND) {
            throw InvalidDefinition.problem(
                    "command_too_long", "command", "'command' must have at most " + MAX_COMMAND + " characters.");
        }
        if (!allowed.contains(command) && !allowed.contains(ALL_COMMANDS)) {
            throw InvalidDefinition.problem(
                    "command_not_allowed",
                    "command",
                    "This command is not on the operator's list.",
                    "Use one of " + String.join(", ", allowed.stream().sorted().toList())
                            + ", or ask the operator to add it to DROVER_ALLOWED_COMMANDS.");
        }
    }

    private static List<String> args(@Nullable List<@Nullable String> args) {
        if (args == null) {
            return List.of();
        }
        if (args.size() > MAX_ARGS) {
            throw InvalidDefinition.problem(
                    "too_many_args", "args", "'args' must have at most " + MAX_ARGS + " elements.");
        }
        List<String> checked = new ArrayList<>(args.size());
        for (String arg : args) {
            checked.add(Values.present("args[" + checked.size() + "]", arg));
        }
        return checked;
    }

    private static Map<String, Secret> env(@Nullable Map<String, @Nullable SentValue> env, Map<String, Secret> stored) {
        Map<String, Secret> checked = new LinkedHashMap<>();
        if (env != null) {
            env.forEach((name, value) -> checked.put(envName(name), Values.secret("env." + name, name, value, stored)));
        }
        return checked;
    }

    private static String envName(String name) {
        if (!ENV_NAME.matcher(name).matches()) {
            throw InvalidDefinition.problem(
                    "invalid_env_name",
                    "env",
                    "A name in 'env' is not a letter or '_', followed by letters, digits and '_'.");
        }
        return name;
    }

    private static void refuse(String field, @Nullable Object value) {
        if (value != null) {
            throw InvalidDefinition.problem(
                    "field_not_applicable", field, "'" + field + "' belongs to a definition with 'url'.");
        }
    }
}
