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

    /**
     * With the AOT cache beside the jar, if one was made; a JVM ignores one that does not fit.
     *
     * @param flags stronger than those that every JVM here gets
     */
    public static List<String> ofJar(Path jar, List<String> flags) {
        return ofJar(jar, cache(jar, true), flags);
    }

    /** Likewise, for a JVM that gets an agent: it would refuse classes that were linked before the agent saw them. */
    public static List<String> ofJarForAgent(Path jar, List<String> flags) {
        return ofJar(jar, cache(jar, false), flags);
    }

    private static List<String> ofJar(Path jar, Path cache, List<String> flags) {
        Stream<String> cached = Files.exists(cache) ? Stream.of("-XX:AOTCache=" + cache) : Stream.empty();
        return command(flags, Stream.concat(cached, Stream.of("-jar", jar.toString())));
    }

    /**
     * What makes an AOT cache for {@code jar}.
     *
     * @param configuration what a JVM that ran the jar has written down
     * @param isLinked whether JVMs without an agent are to use it, or those with one
     */
    static List<String> cacheFrom(Path configuration, Path jar, boolean isLinked) {
        Stream<String> creation = Stream.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + configuration,
                "-XX:AOTCache=" + cache(jar, isLinked),
                isLinked ? "-XX:+AOTClassLinking" : "-XX:-AOTClassLinking",
                "-Xlog:aot=error,cds=error",
                "-cp",
                jar.toString());
        return command(List.of(), creation);
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

    private static Path cache(Path jar, boolean isLinked) {
        return jar.resolveSibling(isLinked ? "classes.aot" : "classes-unlinked.aot");
    }
}
