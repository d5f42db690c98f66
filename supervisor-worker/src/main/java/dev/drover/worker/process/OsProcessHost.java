package dev.drover.worker.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.drover.schemas.sealing.SealedUnreadable;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.Masking;
import dev.drover.worker.supervision.ProcessHost;
import dev.drover.worker.supervision.ServerLimit;
import dev.drover.worker.supervision.ServerProcess;
import dev.drover.worker.supervision.SpawnFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * Runs servers as contained child processes of this JVM. Everything that blocks is done by one platform daemon thread
 * per server: first its spawn, then the reading of its stderr.
 */
public final class OsProcessHost implements ProcessHost, AutoCloseable {
    static final int STACK_BYTES = 256 * 1024;

    private final ProcessSettings settings;
    private final Tools tools;
    private final Containment containment;
    private final ChildEnvironment environment;
    private final Limits limits;
    private final Spawner spawner = new Spawner();
    private final Set<ServerProcess> living = ConcurrentHashMap.newKeySet();
    private final Set<Long> trees = ConcurrentHashMap.newKeySet();
    private final AtomicInteger killings = new AtomicInteger();
    private final boolean isPredecessorGone;
    private volatile BooleanSupplier isGuarded = () -> true;
    /** Read while a tree becomes a server and is counted among the living: none must come after the last was killed. */
    private final ReadWriteLock starting = new ReentrantReadWriteLock();

    private volatile boolean isClosed;

    OsProcessHost(
            ProcessSettings settings,
            Tools tools,
            Containment containment,
            ChildEnvironment environment,
            Limits limits,
            boolean isPredecessorGone) {
        this.isPredecessorGone = isPredecessorGone;
        this.settings = settings;
        this.tools = tools;
        this.containment = containment;
        this.environment = environment;
        this.limits = limits;
    }

    /**
     * Makes the directories, finds the best containment that works here, and kills what an earlier incarnation of this
     * worker left. Blocks for some milliseconds.
     *
     * @param isUnderWarden whether this container's first process is the worker's warden
     * @throws IllegalStateException if no containment works, with what to install
     */
    public static OsProcessHost open(ProcessSettings settings, LimitSettings wished, boolean isUnderWarden)
            throws IOException {
        NativeEncoding.look();
        var environment = ChildEnvironment.ofWorker(settings, System.getenv());
        Tools tools = Tools.install(settings, environment.path());
        Containment containment = new ContainmentProbe(tools, settings.containment(), isUnderWarden).best();
        RunAs runAs = settings.runAs();
        if (runAs != null) {
            runAs.check(tools, Files.createDirectories(settings.dataDir().resolve("servers")));
        }
        Limits limits = new LimitProbe(tools, containment).of(wished);
        BootSweep sweep = new BootSweep(settings.workerId());
        sweep.run();
        boolean isPredecessorGone = Predecessor.in(settings.dataDir()).isGone()
                && sweep.leftNothing()
                && containment != Containment.CONTAINER;
        return new OsProcessHost(settings, tools, containment, environment, limits, isPredecessorGone);
    }

    /** @param guard whether a server may start: then there is a warden that knows of its tree. It may wait. */
    public void guardedBy(BooleanSupplier guard) {
        isGuarded = guard;
    }

    /**
     * Whether it is certain that no process of an earlier incarnation of this worker is left in this pid namespace: neither
     * itself nor a server of it.
     */
    public boolean isPredecessorGone() {
        return isPredecessorGone;
    }

    /** The first processes of the trees that nothing but a warden kills if this JVM dies. */
    public List<Long> unheldTrees() {
        return List.copyOf(trees);
    }

    /** Kills every server, and whatever is about to become one, and waits 3 s at most for their ends. */
    public void killAll() {
        killings.incrementAndGet();
        living.forEach(ServerProcess::kill);
        CompletableFuture.allOf(living.stream().map(ServerProcess::exit).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, 3, SECONDS)
                .join();
    }

    @Override
    public CompletableFuture<ServerProcess> spawn(
            RunId run, long appId, Endpoint.Stdio endpoint, BooleanSupplier mayRun) {
        var spawned = new CompletableFuture<ServerProcess>();
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name(run.toString())
                    .stackSize(STACK_BYTES)
                    .start(() -> spawn(run, appId, endpoint, mayRun, spawned));
        } catch (OutOfMemoryError e) {
            spawned.completeExceptionally(new SpawnFailed(
                    ErrorCode.RESOURCE_LIMIT, "No thread for " + run + ": raise the worker's limit of processes"));
        }
        return spawned;
    }

    @Override
    public void discard(long serverId) {
        Thread.startVirtualThread(() -> WorkDirectory.of(settings, serverId).delete());
    }

    @Override
    public String containment() {
        return containment.label();
    }

    @Override
    public List<ServerLimit> limits() {
        return limits.told();
    }

    /** Kills every server that is left, and waits 3 s at most for their ends. */
    @Override
    public void close() {
        isClosed = true;
        awaitStarting();
        killAll();
        spawner.close();
    }

    private void spawn(
            RunId run,
            long appId,
            Endpoint.Stdio endpoint,
            BooleanSupplier mayRun,
            CompletableFuture<ServerProcess> spawned) {
        Mark mark = Mark.of(settings, run);
        int killingsBefore = killings.get();
        Optional<Cgroup> cgroup = Optional.empty();
        try {
            cgroup = limits.cgroupOf(run);
            Endpoint.Stdio opened = opened(endpoint);
            Launch launch = new Launch(spawner, builder(run, appId, opened, mark, cgroup));
            Process outer = launch.ready();
            register(outer);
            OsServerProcess process = go(launch, outer, mayRun, opened, mark, cgroup);
            if (killings.get() != killingsBefore) {
                process.kill();
            }
            spawned.complete(process);
            process.attend();
            living.remove(process);
        } catch (SpawnFailed e) {
            spawned.completeExceptionally(e);
        } catch (IOException | RuntimeException | Error e) {
            spawned.completeExceptionally(new SpawnFailed(
                    ErrorCode.RESOURCE_LIMIT, "The worker could not start " + run + ", see its host's limits: " + e));
        } finally {
            cgroup.ifPresent(Cgroup::remove);
        }
    }

    private static Endpoint.Stdio opened(Endpoint.Stdio endpoint) throws SpawnFailed {
        try {
            return endpoint.opened();
        } catch (SealedUnreadable e) {
            throw new SpawnFailed(
                    ErrorCode.SECRET_UNREADABLE,
                    "A value of the server's env cannot be read on this worker: " + e.getMessage()
                            + ". Set the values of env anew, or give the worker the keyset that has this key");
        }
    }

    /** Those that may still ask whether they may run are not waited for: the answer is no. */
    private void awaitStarting() {
        try {
            if (starting.writeLock().tryLock(1, SECONDS)) {
                starting.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OsServerProcess go(
            Launch launch,
            Process outer,
            BooleanSupplier mayRun,
            Endpoint.Stdio endpoint,
            Mark mark,
            Optional<Cgroup> cgroup)
            throws SpawnFailed, IOException {
        ProcessHandle init = initOf(outer);
        starting.readLock().lock();
        try {
            launch.go(outer, () -> mayRun.getAsBoolean() && isGuarded.getAsBoolean() && !isClosed);
            Masking masking = Masking.of(endpoint.env().values());
            var process = new OsServerProcess(
                    outer, init, killMarked(mark), masking, (exit, stderr) -> limits.exceededBy(exit, stderr, cgroup));
            living.add(process);
            return process;
        } finally {
            starting.readLock().unlock();
        }
    }

    private void register(Process outer) {
        if (containment.needsWarden()) {
            trees.add(outer.pid());
            var _ = outer.onExit().thenRun(() -> trees.remove(outer.pid()));
        }
    }

    private ProcessBuilder builder(RunId run, long appId, Endpoint.Stdio endpoint, Mark mark, Optional<Cgroup> cgroup)
            throws SpawnFailed, IOException {
        String program = new CommandLookup(settings, environment.path())
                .find(endpoint.command())
                .toString();
        WorkDirectory directory = WorkDirectory.of(settings, run.serverId());
        RunAs runAs = settings.runAs();
        Integer user = runAs == null ? null : runAs.userOf(run.serverId());
        directory.prepare(user);
        var handover = new Handover(environment.of(endpoint, run.serverId(), appId, directory, mark));
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(endpoint.args());
        command = handover.around(command, tools);
        if (runAs != null && user != null) {
            command = runAs.around(command, tools, user);
        }
        var builder = new ProcessBuilder(containment.wrap(tools, limits.around(command, tools, cgroup)))
                .directory(environment.start(directory).toFile());
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(environment.ofContainment(run.serverId(), directory, mark));
        variables.putAll(handover.disguised());
        NativeEncoding.check(builder.command());
        NativeEncoding.check(variables.values());
        return builder;
    }

    private ProcessHandle initOf(Process outer) {
        return containment.isNamespace() ? outer.children().findFirst().orElse(outer.toHandle()) : outer.toHandle();
    }

    private Runnable killMarked(Mark mark) {
        return containment.isNamespace() ? () -> {} : () -> ProcessTable.killAll(mark::isOn);
    }
}
