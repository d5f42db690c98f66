package dev.drover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The incarnations of a worker that have used its data directory before.
 *
 * @param isGone whether there were any, and none of their processes is left; a frozen one is alive: it may go on
 */
record Predecessor(boolean isGone) {
    private static final String FILE = "incarnations";

    /** Reads who they were, and leaves word of those that live and of this one. */
    static Predecessor in(Path dataDir) throws IOException {
        Files.createDirectories(dataDir);
        Path file = dataDir.resolve(FILE);
        List<Incarnation> earlier = Files.exists(file) ? read(file) : List.of();
        List<Incarnation> alive = earlier.stream().filter(Incarnation::isAlive).toList();
        Path next = dataDir.resolve(FILE + ".new");
        Files.write(
                next,
                Stream.concat(alive.stream(), Stream.of(Incarnation.current()))
                        .distinct()
                        .map(Incarnation::toString)
                        .toList());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Predecessor(!earlier.isEmpty() && alive.isEmpty());
    }

    private static List<Incarnation> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(Incarnation::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
