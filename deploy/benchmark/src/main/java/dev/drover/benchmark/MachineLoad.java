package dev.drover.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is, this benchmark included. */
final class MachineLoad {
    private MachineLoad() {}

    /** The kernel's average over the last minute. */
    static double now() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
        } catch (IOException e) {
            return -1;
        }
    }
}
