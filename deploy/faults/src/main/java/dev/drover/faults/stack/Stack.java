package dev.drover.faults.stack;

import dev.drover.faults.agent.Mutant;
import dev.drover.local.Directories;
import dev.drover.local.EmbeddedPostgres;
import dev.drover.local.ServiceProcess;
import dev.drover.schemas.sealing.KeysetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All of Drover as it is struck. Started and closed once, by one thread; the parts are stopped and started in between.
 */
public final class Stack implements AutoCloseable {

    /** Of a shard, as the workers are set. */
    public static final Duration LEASE = Duration.ofSeconds(6);

    /** After which the brokers' controller takes a silent one for dead. */
    static final Duration BROKER_SESSION = Duration.ofSeconds(2);

    /** How many workers there usually are; one more can be added. */
    public static final int WORKERS = 3;

    /** What a worker allows itself for handing over. */
    public static final Duration DRAIN = Duration.ofSeconds(30);

    private final StackPlan plan;
    private final Network network;
    private final Brokers brokers;
    private final EmbeddedPostgres postgres;
    private final FailPoints apiPoints;
    private final ServiceProcess api;
    private final List<WorkerNode> workers = new ArrayList<>();
    private final String platformKey = "drv_plat_" + UUID.randomUUID();

    private Stack(StackPlan plan, Network network) throws IOException {
        this.plan = plan;
        this.network = network;
        Path control = plan.data().resolve("fail-points");
        brokers = new Brokers(network, plan.data(), plan.say());
        postgres = new EmbeddedPostgres(plan.data().resolve("postgres"), 0);
        ServicePlans plans = new ServicePlans(plan, brokers, postgres, platformKey);
        apiPoints = new FailPoints(Files.createDirectories(control.resolve("api")));
        api = new ServiceProcess(plans.api(apiPoints), plan.say());
        for (int number = 1; number <= WORKERS + 1; number++) {
            String id = "w-" + number;
            FailPoints points = new FailPoints(Files.createDirectories(control.resolve(id)));
            Node node = network.add("w" + number);
            ServiceProcess process = new ServiceProcess(plans.worker(id, node, points), plan.say());
            workers.add(new WorkerNode(id, node, process, points));
        }
    }

    /** Nothing runs yet. */
    public static Stack prepare(StackPlan plan) throws IOException {
        Directories.delete(plan.data());
        Files.createDirectories(plan.data().resolve("logs"));
        KeysetFile.ensure(plan.privateKeyset(), plan.publicKeyset());
        Network network = Network.open();
        try {
            return new Stack(plan, network);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Returns once the API and the usual workers say that they are ready. */
    public void start() throws InterruptedException {
        postgres.start();
        brokers.start();
        api.start();
        usualWorkers().forEach(worker -> worker.process().start());
        awaitReady();
    }

    /** Whatever was struck is there again: brokers, database, API, and the usual workers; a further one is not. */
    public void awaitReady() throws InterruptedException {
        brokers.all().forEach(broker -> broker.process().start());
        brokers.awaitAll();
        postgres.start();
        api.awaitReady();
        for (WorkerNode worker : usualWorkers()) {
            worker.process().start();
            worker.process().awaitReady();
        }
    }

    /** From now on no worker keeps to this rule, until it is mended. */
    public void breakRule(Mutant rule) throws IOException {
        for (WorkerNode worker : workers) {
            worker.points().breakRule(rule.label());
        }
    }

    public void mendRule(Mutant rule) throws IOException {
        for (WorkerNode worker : workers) {
            worker.points().mendRule(rule.label());
        }
    }

    public Network network() {
        return network;
    }

    public Brokers brokers() {
        return brokers;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public ServiceProcess api() {
        return api;
    }

    public FailPoints apiPoints() {
        return apiPoints;
    }

    public List<WorkerNode> usualWorkers() {
        return workers.subList(0, WORKERS);
    }

    public List<WorkerNode> allWorkers() {
        return List.copyOf(workers);
    }

    /** The one that usually does not run. */
    public WorkerNode furtherWorker() {
        return workers.getLast();
    }

    public boolean hasFailPoints() {
        return plan.hasAgent();
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + api.port();
    }

    public String platformKey() {
        return platformKey;
    }

    /** Which is a program for auditors, too. */
    public Path apiJar() {
        return plan.apiJar();
    }

    public Path data() {
        return plan.data();
    }

    @Override
    public void close() {
        List<Thread> stops = Stream.concat(Stream.of(api), workers.stream().map(WorkerNode::process))
                .map(service -> Thread.ofPlatform().start(() -> service.stop(Duration.ofSeconds(20))))
                .toList();
        stops.forEach(Stack::join);
        brokers.close();
        postgres.stop();
        network.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
