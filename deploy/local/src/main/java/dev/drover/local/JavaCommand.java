package dev.drover.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command lines of JVMs that share a small machine, on this JVM's own Java. */
public final class JavaCommand {

    /** Of a worker, which mostly waits: no optimising compiler, and a heap that begins small. The API compiles in full. */
    public static final List<String> LITTLE_MEMORY = List.of("-XX:TieredStopAtLevel=1", "-Xms64m");

    /** For a laptop: little memory, and a quick start. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx512m",
            // A JVM begins with a 64th of the machine otherwise, and touches all of it before it collects for the first
            // time.
            "-Xms48m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            // Its counters would lie in /tmp, and stay there if it is killed.
            "-XX:+PerfDisableSharedMem",
            "--sun-misc-unsafe-memory-access=allow");

    private JavaCommand() {}

    /** @param flags stronger than those that every JVM here gets */
    public static List<String> ofJar(Path jar, List<String> flags) {
        Stream<String> program = Stream.concat(classArchive(jar), Stream.of("-jar", jar.toString()));
        return command(flags, program);
    }

    /** A program on this JVM's own class path. */
    public static List<String> ofClass(Class<?> program, List<String> flags, String... arguments) {
        Stream<String> named = Stream.of("-cp", System.getProperty("java.class.path"), program.getName());
        return command(flags, Stream.concat(named, Stream.of(arguments)));
    }

    /** The flag of a JVM whose temporary files are to lie in {@code directory}, which must exist. */
    public static String temporaryFilesIn(Path directory) {
        return "-Djava.io.tmpdir=" + directory;
    }

    private static List<String> command(List<String> flags, Stream<String> program) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(Stream.of(java), FLAGS.stream(), flags.stream(), program)
                .flatMap(part -> part)
                .toList();
    }

    /** What an earlier run learned of the classes, if it was kept beside the jar; one that does not fit is ignored. */
    private static Stream<String> classArchive(Path jar) {
        Path archive = jar.resolveSibling("classes.jsa");
        return Files.exists(archive) ? Stream.of("-XX:SharedArchiveFile=" + archive) : Stream.empty();
    }
}
