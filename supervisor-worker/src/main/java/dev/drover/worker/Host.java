package dev.drover.worker;

import dev.drover.worker.messaging.WorkerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the operating system says about where this worker runs. */
final class Host {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

    private Host() {}

    static WorkerIdentity identify(@Nullable String workerId, Instant startedAt) {
        String version = Objects.requireNonNullElse(Host.class.getPackage().getImplementationVersion(), "development");
        return new WorkerIdentity(
                workerId == null || workerId.isBlank() ? name() : workerId.strip(),
                bootId(),
                name(),
                ProcessHandle.current().pid(),
                startedAt,
                version);
    }

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip() + "/"
                    + Files.readSymbolicLink(PID_NAMESPACE).toString();
        } catch (IOException e) {
            throw new UnusableSetting("The worker needs Linux with /proc: " + e);
        }
    }
}
