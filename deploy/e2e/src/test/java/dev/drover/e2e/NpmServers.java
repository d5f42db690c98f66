package dev.drover.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MCP servers from npm, installed once per build in the versions that are locked beside the tests. */
final class NpmServers {

    private static final Path DIRECTORY = Path.of("target", "mcp-servers").toAbsolutePath();

    private static final String MODERN = "modern-server.mjs";

    private NpmServers() {}

    /** Does nothing if the locked versions are installed. */
    static void install() {
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(DIRECTORY.resolve(MODERN), resource(MODERN));
            Path installed = DIRECTORY.resolve("installed.lock");
            byte[] lock = resource("package-lock.json");
            if (Files.exists(installed) && Arrays.equals(Files.readAllBytes(installed), lock)) {
                return;
            }
            Files.write(DIRECTORY.resolve("package.json"), resource("package.json"));
            Files.write(DIRECTORY.resolve("package-lock.json"), lock);
            npm("ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Files.write(installed, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of a server ({@code everything}, {@code memory}, …), to be run by {@code node}. */
    static String program(String server) {
        return DIRECTORY
                .resolve("node_modules/@modelcontextprotocol/server-" + server + "/dist/index.js")
                .toString();
    }

    /** A program with the official SDK's newest server package, which speaks the newest protocol revision only. */
    static String modern() {
        return DIRECTORY.resolve(MODERN).toString();
    }

    /** What to give {@code npx -y} for that very version. */
    static String pinned(String server) {
        String name = "@modelcontextprotocol/server-" + server;
        JsonNode version = new JsonMapper()
                .readTree(readResource("package.json"))
                .path("dependencies")
                .path(name);
        return name + "@" + version.asString();
    }

    private static byte[] readResource(String name) {
        try {
            return resource(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NpmServers.class.getResourceAsStream("/mcp-servers/" + name)) {
            if (stream == null) {
                throw new IOException("No resource mcp-servers/" + name);
            }
            return stream.readAllBytes();
        }
    }

    private static void npm(String... arguments) throws IOException {
        Path log = DIRECTORY.resolve("npm.log");
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        Process npm = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IOException("npm could not install the servers:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while npm ran", e);
        }
    }
}
