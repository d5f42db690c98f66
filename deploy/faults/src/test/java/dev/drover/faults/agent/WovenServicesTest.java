package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change fits exactly one place of the services as they are packaged now, and what it makes of a class is valid. */
class WovenServicesTest {
    private static List<URL> worker = List.of();
    private static List<URL> api = List.of();

    @BeforeAll
    static void unpack(@TempDir Path directory) throws IOException {
        worker = PackagedService.unpack("supervisor-worker", directory.resolve("worker"));
        api = PackagedService.unpack("api-service", directory.resolve("api"));
    }

    static Stream<Change> changes() {
        return Stream.concat(
                FailPoint.all().stream().map(FailPoint::change),
                Arrays.stream(Mutant.values()).flatMap(mutant -> mutant.changes().stream()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeFitsThePackagedService(Change change) {
        List<URL> classPath = change.owner().startsWith("dev/drover/api/") ? api : worker;
        assertThatCode(() -> WovenLoader.load(classPath, change)).doesNotThrowAnyException();
    }
}
