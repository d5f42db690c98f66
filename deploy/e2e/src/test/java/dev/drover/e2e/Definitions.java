package dev.drover.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Definitions of servers as a client sends them, each under a name of its own. */
final class Definitions {

    /** Allowed on the {@link SharedStack}, and on no machine's PATH. */
    static final String NOT_INSTALLED = "a-command-that-is-not-installed";

    private static final Path SMALL =
            Path.of("target", "test-classes", "scripts", "small.mjs").toAbsolutePath();

    private Definitions() {}

    /** A server from npm in its locked version, through {@code npx -y} as in the documentation. */
    static Map<String, Object> npx(String server, String... arguments) {
        return command("npx", with(List.of("-y", NpmServers.pinned(server)), arguments));
    }

    /** The same server, without the package runner. */
    static Map<String, Object> node(String server, String... arguments) {
        return command("node", with(List.of(NpmServers.program(server)), arguments));
    }

    /** Our own small server, with the habit of that name: see {@code scripts/small.mjs}. */
    static Map<String, Object> small(String habit) {
        if (!Files.isReadable(SMALL)) {
            throw new IllegalStateException("No " + SMALL + "; run the tests in their module's directory");
        }
        return command("node", List.of(SMALL.toString(), habit));
    }

    static Map<String, Object> command(String command, List<String> arguments) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", command + " " + UUID.randomUUID());
        definition.put("command", command);
        definition.put("args", arguments);
        return definition;
    }

    /** The definition with one more field. */
    static Map<String, Object> with(Map<String, Object> definition, String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(definition);
        more.put(field, value);
        return more;
    }

    private static List<String> with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
