package dev.drover.worker.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A host with a directory of its own and a worker id that no other test has. */
record TestHost(ProcessSettings settings, OsProcessHost host) implements AutoCloseable {
    private static final AtomicLong ids = new AtomicLong();

    static TestHost in(Path directory, Containment containment) throws IOException {
        return in(directory, containment, System.getenv());
    }

    static TestHost in(Path directory, Containment containment, Map<String, String> worker) throws IOException {
        return with(settings(directory), containment, worker);
    }

    static ProcessSettings settings(Path directory) {
        return new ProcessSettings(
                newWorkerId(), directory.resolve("data"), directory.resolve("packages"), List.of("*"), "auto");
    }

    /** Two hosts that shared one would kill each other's processes: runs of servers are numbered from 1 in each test. */
    static String newWorkerId() {
        return "test-" + ProcessHandle.current().pid() + "-" + ids.incrementAndGet();
    }

    static TestHost with(ProcessSettings settings, Containment containment, Map<String, String> worker)
            throws IOException {
        return with(settings, containment, worker, LimitSettings.NONE);
    }

    static TestHost with(
            ProcessSettings settings, Containment containment, Map<String, String> worker, LimitSettings limits)
            throws IOException {
        var environment = new ChildEnvironment(settings, worker);
        Tools tools = Tools.install(settings, environment.path());
        return new TestHost(
                settings,
                new OsProcessHost(
                        settings,
                        tools,
                        containment,
                        environment,
                        new LimitProbe(tools, containment).of(limits),
                        true));
    }

    static Endpoint.Stdio sh(String script) {
        return command("sh", "-c", script);
    }

    static Endpoint.Stdio command(String command, String... args) {
        return new Endpoint.Stdio(command, Arrays.asList(args), Map.of());
    }

    static Endpoint.Stdio with(Endpoint.Stdio endpoint, String name, String value) {
        var env = new HashMap<>(endpoint.env());
        env.put(name, new Secret(value));
        return new Endpoint.Stdio(endpoint.command(), endpoint.args(), env);
    }

    ServerProcess spawn(Endpoint.Stdio endpoint) {
        return spawn(1, endpoint);
    }

    ServerProcess spawn(long serverId, Endpoint.Stdio endpoint) {
        return host.spawn(new RunId(serverId, 1), 7, endpoint, () -> true).join();
    }

    /** Processes with this worker's mark, zombies not counted. */
    List<Long> processes() {
        return processesOf(settings.workerId());
    }

    static List<Long> processesOf(String workerId) {
        return ProcessTable.find(
                        process -> workerId.equals(process.environment().get(Mark.WORKER)))
                .stream()
                .map(ProcessTable.Entry::pid)
                .toList();
    }

    static Exit exit(ServerProcess process) {
        return process.exit().orTimeout(20, SECONDS).join();
    }

    @Override
    public void close() {
        host.close();
    }
}
