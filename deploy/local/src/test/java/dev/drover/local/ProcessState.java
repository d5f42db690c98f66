package dev.drover.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the kernel says of a process; a zombie is not running, whatever its handle says. */
final class ProcessState {

    private ProcessState() {}

    static boolean isRunning(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // The process ended while its file was read.
            return Files.exists(Path.of("/proc", Long.toString(pid)));
        }
    }
}
