package dev.drover.faults.stack;

import dev.drover.local.Directories;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the brokers keep their records: in memory, if there is room, and else in the stack's directory. Whenever leaders change,
 * each broker syncs some files for each of its partitions; brokers with disks of their own do not wait for each other then, as three
 * on one disk do.
 */
record MemoryDisk(Path directory, boolean isInMemory) {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Pattern OURS = Pattern.compile("drover-faults-(\\d+)");
    private static final long ROOM = 2L << 30;

    /** Takes away first what a run left that was killed. */
    static MemoryDisk open(Path otherwise) throws IOException {
        if (!Files.isWritable(SHARED_MEMORY)) {
            return new MemoryDisk(otherwise, false);
        }
        sweep();
        if (Files.getFileStore(SHARED_MEMORY).getUsableSpace() < ROOM) {
            return new MemoryDisk(otherwise, false);
        }
        Path ours =
                SHARED_MEMORY.resolve("drover-faults-" + ProcessHandle.current().pid());
        Directories.delete(ours);
        return new MemoryDisk(Files.createDirectory(ours), true);
    }

    private static void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(SHARED_MEMORY, "drover-faults-*")) {
            for (Path each : left) {
                Matcher name = OURS.matcher(each.getFileName().toString());
                if (name.matches() && !Files.exists(Path.of("/proc", name.group(1)))) {
                    Directories.delete(each);
                }
            }
        }
    }

    void close() {
        if (isInMemory) {
            try {
                Directories.delete(directory);
            } catch (IOException e) {
                System.err.println("drover: " + directory + " is not taken away: " + e.getMessage());
            }
        }
    }
}
