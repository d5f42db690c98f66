package dev.drover.worker.process;

import dev.drover.worker.supervision.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A worker's JVM that starts one server, and writes what came to it, as an argument and as a variable, and from it, on stderr.
 */
final class EchoingWorker {
    static final String GREETING = "Grüße, 世界 😀";

    /** What is said on stderr: the variable's value would be masked there. */
    static final String COMPLAINT = "Übel: 失敗";

    private static final String ECHO = "printf '%s|%s|' \"$1\" \"$GREETING\"; printf '%s\\n' \"$2\" >&2";

    private EchoingWorker() {}

    public static void main(String[] args) throws Exception {
        TestHost host = TestHost.in(Path.of(args[0]), Containment.PROCESS_GROUP);
        try (host) {
            var server = TestHost.command("sh", "-c", ECHO, "sh", GREETING, COMPLAINT);
            ServerProcess process = host.spawn(TestHost.with(server, "GREETING", GREETING));
            System.out.write(process.stdout().readAllBytes());
            TestHost.exit(process);
            System.out.write(process.stderrTail(1).getFirst().getBytes(StandardCharsets.UTF_8));
            System.out.println();
        }
    }
}
