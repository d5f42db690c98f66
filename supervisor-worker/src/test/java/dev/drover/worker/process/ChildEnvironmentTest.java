package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.command;
import static dev.drover.worker.process.TestHost.exit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildEnvironmentTest {
    @TempDir
    Path directory;

    @Test
    void aServerGetsExactlyWhatIsDocumented() throws IOException {
        Files.createDirectory(directory.resolve("operator"));
        Files.writeString(directory.resolve("operator/.npmrc"), "");
        Map<String, String> worker = Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", directory.resolve("operator").toString(),
                "SPRING_DATASOURCE_PASSWORD", "never-seen",
                "DROVER_PLATFORM_KEY", "never-seen",
                "HTTPS_PROXY", "http://proxy:3128",
                "no_proxy", "localhost",
                "NODE_EXTRA_CA_CERTS", "/etc/ca.pem");
        try (var host = TestHost.in(directory, Containment.PID_NAMESPACE, worker)) {
            Path own = host.settings().dataDir().resolve("servers/5");
            Path packages = host.settings().packageCache();
            var endpoint = TestHost.with(TestHost.with(command("env"), "TOKEN", "two\nlines = fine"), "LANG", "de_DE");
            assertThat(environmentOf(host.spawn(5, TestHost.with(endpoint, "DROVER_RUN", "not for the server to say"))))
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("PATH", System.getenv("PATH")),
                            Map.entry("LANG", "de_DE"),
                            Map.entry("HOME", own + "/home"),
                            Map.entry("TMPDIR", own + "/tmp"),
                            Map.entry("PWD", own.toString()),
                            Map.entry("TOKEN", "two\nlines = fine"),
                            Map.entry("HTTPS_PROXY", "http://proxy:3128"),
                            Map.entry("no_proxy", "localhost"),
                            Map.entry("UV_CACHE_DIR", packages + "/uv"),
                            Map.entry("npm_config_cache", packages + "/npm"),
                            Map.entry("npm_config_userconfig", directory + "/operator/.npmrc"),
                            Map.entry("npm_config_update_notifier", "false"),
                            Map.entry("npm_config_fund", "false"),
                            Map.entry("npm_config_audit", "false"),
                            Map.entry("DROVER_SERVER_ID", "5"),
                            Map.entry("DROVER_APP_ID", "7"),
                            Map.entry("DROVER_WORKER_ID", host.settings().workerId()),
                            Map.entry(
                                    "DROVER_INCARNATION", Incarnation.current().toString()),
                            Map.entry("DROVER_RUN", "5-1")));
        }
    }

    @Test
    void packageRunnersGetWhatTheyNeedToDownload() {
        Map<String, String> worker = Map.of("NODE_EXTRA_CA_CERTS", "/etc/ca.pem", "HOME", "/nowhere");
        assertThat(of("npx", worker)).containsEntry("NODE_EXTRA_CA_CERTS", "/etc/ca.pem");
        assertThat(of("/usr/bin/uvx", worker)).containsEntry("NODE_EXTRA_CA_CERTS", "/etc/ca.pem");
        assertThat(of("node", worker)).doesNotContainKeys("NODE_EXTRA_CA_CERTS", "npm_config_userconfig");
    }

    @Test
    void whatTheOperatorLogsInWithIsNotPassedOn() {
        Map<String, String> worker = Map.of(
                "HTTPS_PROXY", "http://user:secret@proxy:3128",
                "HTTP_PROXY", "user:secret@proxy:3128",
                "no_proxy", "localhost,.example.com",
                "UV_INDEX_URL", "https://__token__:secret@packages.example/simple",
                "UV_DEFAULT_INDEX", "own=https://secret@packages.example/simple",
                "npm_config_registry", "https://packages.example/npm/",
                "SSL_CERT_FILE", "/etc/certificates@work/ca.pem");
        assertThat(of("uvx", worker))
                .doesNotContainKeys("HTTPS_PROXY", "HTTP_PROXY", "UV_INDEX_URL", "UV_DEFAULT_INDEX")
                .containsEntry("no_proxy", "localhost,.example.com")
                .containsEntry("npm_config_registry", "https://packages.example/npm/")
                .containsEntry("SSL_CERT_FILE", "/etc/certificates@work/ca.pem");
    }

    @Test
    void aServerWithACredentialForTheRouterIsToldWhereItIs() {
        var settings = new ProcessSettings(
                "w", directory, directory, List.of(), "auto", URI.create("https://drover.example/mcp/v1/"), null);
        Endpoint.Stdio endpoint = TestHost.with(command("node"), Definition.ROUTER_TOKEN, "secret");
        assertThat(of(settings, endpoint, Map.of()))
                .containsEntry("DROVER_TOKEN", "secret")
                .containsEntry("DROVER_ROUTER_URL", "https://drover.example/mcp/v1")
                .containsEntry("DROVER_CALLBACK_URL", "https://drover.example/mcp/v1/callback");
        assertThat(of(settings, command("node"), Map.of()))
                .doesNotContainKeys("DROVER_TOKEN", "DROVER_ROUTER_URL", "DROVER_CALLBACK_URL");
    }

    private Map<String, String> of(String command, Map<String, String> worker) {
        var settings = new ProcessSettings("w", directory, directory, List.of(), "auto");
        return of(settings, command(command), worker);
    }

    private static Map<String, String> of(
            ProcessSettings settings, Endpoint.Stdio endpoint, Map<String, String> worker) {
        return new ChildEnvironment(settings, worker)
                .of(endpoint, 1, 2, WorkDirectory.of(settings, 1), Mark.of(settings, new RunId(1, 1)));
    }

    private static Map<String, String> environmentOf(ServerProcess process) throws IOException {
        String text = new String(process.stdout().readAllBytes(), UTF_8);
        exit(process);
        // A line without a name continues the value before it.
        return text.replace("\nlines = fine", "\0lines = fine")
                .lines()
                .map(line -> line.replace('\0', '\n').split("=", 2))
                .collect(toMap(entry -> entry[0], entry -> entry[1]));
    }
}
