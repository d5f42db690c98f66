package dev.drover.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;

/** The packaged services under test: on the class path, where the build puts what it has just packaged. */
final class Jars {

    private Jars() {}

    static Path api() {
        return packaged("api-service");
    }

    static Path worker() {
        return packaged("supervisor-worker");
    }

    private static Path packaged(String module) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches(module + "-.*-exec\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No runnable " + module + " on the class path; run: mvn verify -pl deploy/e2e -am"));
    }
}
