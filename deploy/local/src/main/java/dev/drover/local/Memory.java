package dev.drover.local;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of this machine's, or this container's, memory a stack could still have. */
final class Memory {

    private static final long NEEDED_MEBIBYTES = 2_048;

    private Memory() {}

    static void check() {
        long available = availableMebibytes();
        if (available < NEEDED_MEBIBYTES) {
            throw new CannotStart("Too little memory: " + available + " MiB are available, Drover needs "
                    + NEEDED_MEBIBYTES + " MiB; close other programs or use a larger machine");
        }
    }

    private static long availableMebibytes() {
        // The bean knows the limit of a container, and not what the kernel could free; /proc/meminfo the reverse.
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20;
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .map(available -> Math.min(available, total))
                    .findFirst()
                    .orElse(total);
        } catch (IOException e) {
            return total;
        }
    }
}
