package dev.drover.worker.warden;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a first process that is a warden has given this JVM. */
record Pipes(Path answers, Path orders) {
    private static final Pattern DESCRIPTORS = Pattern.compile("(\\d+),(\\d+)");
    private static final Path OWN = Path.of("/proc/self/fd");
    private static final Path FIRST = Path.of("/proc/1/fd");

    /** The variable is only believed if PID 1 is our parent and has the other ends of just these pipes. */
    static Optional<Pipes> toFirstProcess(@Nullable String descriptors) {
        Matcher matcher = DESCRIPTORS.matcher(descriptors == null ? "" : descriptors);
        boolean isChild = ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == 1)
                .isPresent();
        if (!matcher.matches() || !isChild) {
            return Optional.empty();
        }
        var pipes = new Pipes(OWN.resolve(matcher.group(1)), OWN.resolve(matcher.group(2)));
        try {
            Set<Path> held = targets();
            Path answers = Files.readSymbolicLink(pipes.answers());
            Path orders = Files.readSymbolicLink(pipes.orders());
            boolean arePipes =
                    answers.toString().startsWith("pipe:") && orders.toString().startsWith("pipe:");
            return arePipes && held.contains(answers) && held.contains(orders) ? Optional.of(pipes) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Set<Path> targets() throws IOException {
        Set<Path> targets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(FIRST)) {
            for (Path descriptor : descriptors) {
                targets.add(Files.readSymbolicLink(descriptor));
            }
        }
        return targets;
    }
}
