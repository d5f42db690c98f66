package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.command;
import static dev.drover.worker.process.TestHost.exit;
import static dev.drover.worker.process.TestHost.with;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In every containment, with what limits the server too. */
class HandoverTest {
    private static final Charset ENCODING = Charset.forName(System.getProperty("sun.jnu.encoding"));

    @TempDir
    Path directory;

    private TestHost host(Containment containment) throws IOException {
        return TestHost.with(TestHost.settings(directory), containment, System.getenv(), new LimitSettings(0, 0, 100));
    }

    @ParameterizedTest
    @EnumSource
    void aServerSeesItsVariablesAsTheyAreAndNothingOfTheirHandover(Containment containment) throws IOException {
        String green = new String("grün".getBytes(ENCODING), ENCODING);
        Map<String, String> own = Map.of(
                "QUOTED", "two\nlines, $HOME `id` 'and' \"quotes\" \\ " + green,
                "EMPTY", "",
                "IFS", "0123",
                "PWD", "/elsewhere",
                "i", "1",
                "DROVER_VARIABLE_1", "X=own",
                "DROVER_VARIABLE_2", "own");
        Endpoint.Stdio endpoint = command("env", "-0");
        for (Map.Entry<String, String> variable : own.entrySet()) {
            endpoint = with(endpoint, variable.getKey(), variable.getValue());
        }
        try (var host = host(containment)) {
            var settings = host.settings();
            Map<String, String> expected = new ChildEnvironment(settings, System.getenv())
                    .of(endpoint, 1, 7, WorkDirectory.of(settings, 1), Mark.of(settings, new RunId(1, 1)));
            assertThat(expected).containsAllEntriesOf(own);
            ServerProcess process = host.spawn(endpoint);
            String told = new String(process.stdout().readAllBytes(), ENCODING);
            assertThat(exit(process)).isEqualTo(Exit.code(0));
            assertThat(process.stderrTail(5)).isEmpty();
            assertThat(Arrays.stream(told.split("\0"))
                            .map(variable -> variable.split("=", 2))
                            .collect(toMap(variable -> variable[0], variable -> variable[1])))
                    .containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheServerObeysItsLoaderAndItsPath(Containment containment) throws IOException {
        Path fakes = Files.createDirectory(directory.resolve("fakes"));
        Path trace = directory.resolve("trace");
        for (String program : List.of("setpriv", "setsid", "unshare", "prlimit", "sh", "env")) {
            Files.setPosixFilePermissions(
                    Files.writeString(fakes.resolve(program), "#!/bin/sh\n: >>" + trace + "\n"),
                    PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (var host = host(containment)) {
            ServerProcess process =
                    host.spawn(with(with(command("true"), "LD_PRELOAD", "/nowhere/own.so"), "PATH", fakes.toString()));
            assertThat(exit(process)).isEqualTo(Exit.code(0));
            assertThat(process.stderrTail(20)).singleElement().asString().contains("LD_PRELOAD");
            assertThat(trace).doesNotExist();
        }
    }
}
