package dev.drover.faults.stack;

import dev.drover.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One worker, where it runs, and where it can be made to fail.
 *
 * @param id as the group and the events name it
 */
public record WorkerNode(String id, Node node, ServiceProcess process, FailPoints points) {

    /** As the worker marks its servers with: its pid, and when that began in clock ticks since boot. */
    public String incarnation() throws IOException {
        long pid = process.pid();
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return pid + "-" + afterName[19];
    }
}
