package dev.drover.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A stack that does once, for some seconds, what the services are there for. Their JVMs write down what they learn of the
 * classes that this takes, and it becomes AOT caches (JEP 514) beside the jars: services that start with it are ready in
 * half the time, and so are the first servers of a worker.
 */
final class Rehearsal {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVERS = "/internal/mcp_servers";

    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalStack stack;
    private final Path server;

    private Rehearsal(LocalStack stack, Path server) {
        this.stack = stack;
        this.server = server;
    }

    /** @param arguments a directory that is this program's alone; it is deleted, unless something fails */
    static void main(String[] arguments) {
        try {
            Path home = Path.of(arguments[0]).toAbsolutePath();
            Directories.delete(home);
            Files.createDirectories(home);
            Launcher.logInto(home.resolve("logs"));
            rehearse(home);
            Directories.delete(home);
            System.exit(0);
        } catch (CannotStart | IOException e) {
            System.err.println("drover: " + e.getMessage());
        } catch (InterruptedException e) {
            System.err.println("drover: interrupted");
        }
        System.exit(1);
    }

    private static void rehearse(Path home) throws IOException, InterruptedException {
        Path server = home.resolve("one-answer.sh");
        try (InputStream program = Rehearsal.class.getResourceAsStream("/one-answer.sh")) {
            Files.copy(Objects.requireNonNull(program), server);
        }
        // Each JVM puts its own process id in the place of %p.
        String written = "\"-XX:AOTConfiguration=" + home.resolve("%p") + "\"";
        StackPlan plan = new StackPlan(
                home.resolve("stack"),
                0,
                1,
                true,
                Launcher.jar("drover.api-jar"),
                Launcher.jar("drover.worker-jar"),
                null,
                Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=record " + written, "DROVER_ALLOWED_COMMANDS", "bash"),
                line -> {});
        Path api;
        Path worker;
        try (LocalStack stack = LocalStack.prepare(plan)) {
            stack.start();
            new Rehearsal(stack, server).play();
            api = home.resolve("pid" + stack.api().pid());
            worker = home.resolve("pid" + stack.workers().getFirst().pid());
        }
        List<Process> makers = List.of(
                make(plan.apiJar(), api, true),
                make(plan.apiJar(), api, false),
                make(plan.workerJar(), worker, true),
                make(plan.workerJar(), worker, false));
        for (Process maker : makers) {
            if (maker.waitFor() != 0) {
                throw new IOException("no AOT cache could be made; what the JVM says is above");
            }
        }
    }

    private static Process make(Path jar, Path configuration, boolean isLinked) throws IOException {
        return new ProcessBuilder(JavaCommand.cacheFrom(configuration, jar, isLinked))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void play() throws IOException, InterruptedException {
        send("POST", SERVERS, """
                {"name": "Rehearsal", "command": "bash", "args": ["%s"], "env": {"TOKEN": "none"}}""".formatted(server));
        String one = SERVERS + "/1";
        send("POST", one + "/start", "");
        send("GET", one + "/tools?refresh=true", "");
        send("POST", one + "/tools/say/call", "{\"arguments\": {\"what\": \"this\"}}");
        send("GET", one, "");
        send("GET", one + "/logs", "");
        send("GET", one + "/events", "");
        send("POST", one + "/restart", "");
        send("GET", SERVERS, "");
        send("POST", one + "/stop", "");
        send("DELETE", one, "");
    }

    private void send(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.apiUrl() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + stack.platformKey())
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=30")
                .method(method, BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
