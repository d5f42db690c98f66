package dev.drover.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How one service is started: on this JVM's own Java, with what is set beside the environment it inherits. */
record ServicePlan(
        String name, Path jar, int port, Path log, List<String> flags, Supplier<Map<String, String>> environment) {

    /** For a laptop: little memory, and a quick start. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx512m",
            // A JVM begins with a 64th of the machine otherwise, and touches all of it before it collects for the first
            // time.
            "-Xms48m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "--sun-misc-unsafe-memory-access=allow");

    List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                        Stream.of(java),
                        FLAGS.stream(),
                        flags.stream(),
                        classArchive(),
                        Stream.of("-jar", jar.toString()))
                .flatMap(part -> part)
                .toList();
    }

    /** What an earlier run learned of the classes, if it was kept beside the jar; one that does not fit is ignored. */
    private Stream<String> classArchive() {
        Path archive = jar.resolveSibling("classes.jsa");
        return Files.exists(archive) ? Stream.of("-XX:SharedArchiveFile=" + archive) : Stream.empty();
    }
}
