package dev.drover.api.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.problem.Problem;
import dev.drover.schemas.address.AllowedHosts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a definition against every limit of the contract; the first one that is broken becomes the problem. */
public final class DefinitionRules {
    private static final int MAX_NAME = 255;
    private static final int MAX_BYTES = 64 * 1024;

    private final StdioRules stdio;
    private final RemoteRules remote;

    public DefinitionRules(Collection<String> allowedCommands, AllowedHosts allowedHosts) {
        this.stdio = new StdioRules(allowedCommands);
        this.remote = new RemoteRules(allowedHosts);
    }

    /** @throws Problem 422, naming the field */
    public Definition check(DefinitionRequest request) {
        return check(request, StoredSecrets.NONE);
    }

    /**
     * @param stored the values that {@code {"keep": true}} stands for
     * @throws Problem 422, naming the field
     */
    public Definition check(DefinitionRequest request, StoredSecrets stored) {
        checkSize(request);
        return new Definition(
                name(request.name()),
                description(request.description()),
                endpoint(request, stored),
                restart(request.restart()),
                seconds("startup_timeout_seconds", request.startupTimeoutSeconds(), 60, 600),
                seconds("request_timeout_seconds", request.requestTimeoutSeconds(), 30, 300));
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw InvalidDefinition.problem("name_required", "name", "'name' is required and must not be blank.");
        }
        PlainText.checkLine("name", name);
        if (name.codePointCount(0, name.length()) > MAX_NAME) {
            throw InvalidDefinition.problem(
                    "name_too_long", "name", "'name' must have at most " + MAX_NAME + " characters.");
        }
        return name;
    }

    private static String description(@Nullable String description) {
        String text = Objects.requireNonNullElse(description, "");
        PlainText.check("description", text);
        return text;
    }

    private Endpoint endpoint(DefinitionRequest request, StoredSecrets stored) {
        String command = request.command();
        String url = request.url();
        if (command != null && url == null) {
            return stdio.check(command, request, stored.env());
        }
        if (url != null && command == null) {
            return remote.check(url, request, stored.headers());
        }
        throw InvalidDefinition.problem(
                "command_or_url",
                command == null ? "command" : "url",
                "Exactly one of 'command' and 'url' is required; "
                        + (command == null ? "neither is there." : "both are there."),
                "Give 'command' for a program that the worker runs, 'url' for a server that runs elsewhere.");
    }

    private static RestartPolicy restart(@Nullable String restart) {
        if (restart == null) {
            return RestartPolicy.ON_FAILURE;
        }
        return Stream.of(RestartPolicy.values())
                .filter(policy -> policy.text().equals(restart))
                .findFirst()
                .orElseThrow(() -> InvalidDefinition.problem(
                        "invalid_restart", "restart", "'restart' must be always, on-failure or never."));
    }

    private static int seconds(String field, @Nullable Integer value, int otherwise, int max) {
        int seconds = value == null ? otherwise : value;
        if (seconds < 1 || seconds > max) {
            throw InvalidDefinition.problem(
                    "timeout_out_of_range", field, "'" + field + "' must be between 1 and " + max + ".");
        }
        return seconds;
    }

    private static void checkSize(DefinitionRequest request) {
        long bytes = Stream.of(
                        Stream.of(
                                request.name(),
                                request.description(),
                                request.command(),
                                request.url(),
                                request.tlsCa()),
                        orEmpty(request.args()).stream(),
                        texts(request.env()),
                        texts(request.headers()))
                .flatMap(texts -> texts)
                .filter(Objects::nonNull)
                .mapToLong(text -> text.getBytes(UTF_8).length)
                .sum();
        if (bytes > MAX_BYTES) {
            throw InvalidDefinition.problem(
                    "definition_too_large", "definition", "The definition exceeds 64 KiB (" + bytes + " bytes).");
        }
    }

    private static List<@Nullable String> orEmpty(@Nullable List<@Nullable String> list) {
        return list == null ? List.of() : list;
    }

    private static Stream<@Nullable String> texts(@Nullable Map<String, @Nullable SentValue> map) {
        return map == null
                ? Stream.empty()
                : Stream.concat(
                        map.keySet().stream(), map.values().stream().map(sent -> sent == null ? null : sent.text()));
    }
}
