package dev.drover.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The packaged services under test, prepared as {@code deploy/up} prepares them: the rehearsal must succeed. */
final class Jars {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final String PREPARE = """
            set -eu
            root=$1 here=$1/deploy
            . "$here/prerequisites.sh"
            . "$here/packaged.sh"
            find_jdk
            prepare_services >&2
            is_rehearsed api-service
            is_rehearsed supervisor-worker
            unpacked api-service
            unpacked supervisor-worker
            """;

    private static final List<Path> PREPARED = prepare();

    private Jars() {}

    static Path api() {
        return PREPARED.get(0);
    }

    static Path worker() {
        return PREPARED.get(1);
    }

    private static List<Path> prepare() {
        try {
            Process bash = new ProcessBuilder("bash", "-c", PREPARE, "prepare", ROOT.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<Path> jars = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Path::of)
                    .toList();
            if (bash.waitFor() != 0) {
                throw new IllegalStateException("The services are not prepared; the reason is above."
                        + " They are built by: mvn verify -pl deploy/e2e -am");
            }
            return jars;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
