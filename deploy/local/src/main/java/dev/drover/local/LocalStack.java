package dev.drover.local;

import dev.drover.schemas.sealing.KeysetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All of Drover on this machine: a broker in this JVM, and a database, an api-service and supervisor-workers as its
 * child processes. Started and closed once, by one thread; the parts may be stopped and started in between.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What a worker allows itself for handing over. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Consumer<String> say;
    private final DataDirectory data;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final ServiceProcess api;
    private final Services services;
    private final List<ServiceProcess> workers = new CopyOnWriteArrayList<>();
    private final String platformKey;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ExecutorService starters = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("starter-", 0).factory());
    private int lastWorker;

    private LocalStack(StackPlan plan, DataDirectory data, String platformKey) {
        this.say = plan.say();
        this.data = data;
        this.platformKey = platformKey;
        kafka = new EmbeddedKafka(data.kafka(), 0);
        postgres = new EmbeddedPostgres(data.postgres(), 0);
        int apiPort = plan.port() == 0 ? Ports.free() : plan.port();
        services = new Services(plan, data, kafka, postgres, platformKey, apiPort);
        api = new ServiceProcess(services.api(), say);
        IntStream.rangeClosed(1, plan.workers()).forEach(number -> workers.add(nextWorker()));
    }

    private ServiceProcess nextWorker() {
        return new ServiceProcess(services.worker("w-" + ++lastWorker), say);
    }

    /** Takes the data directory and looks at the port; nothing runs yet. */
    public static LocalStack prepare(StackPlan plan) {
        if (plan.port() != 0 && !Ports.isFree(plan.port())) {
            throw new CannotStart("Port " + plan.port() + " of 127.0.0.1 is in use; give another one with --port");
        }
        DataDirectory data = DataDirectory.open(plan.data());
        try {
            if (plan.fresh()) {
                List<String> deleted = data.clear();
                plan.say().accept("Deleted from " + data.root() + ": " + (deleted.isEmpty() ? "nothing" : deleted));
            }
            Files.createDirectories(data.logs());
            makeKeysets(data);
            String given = plan.platformKey();
            String key = given == null ? KeptText.in(data.platformKey(), () -> "drv_plat_" + KeptText.random()) : given;
            return new LocalStack(plan, data, key);
        } catch (IOException e) {
            data.close();
            throw new CannotStart("Cannot write to the data directory " + data.root() + " (" + e + ")", e);
        }
    }

    private static void makeKeysets(DataDirectory data) throws IOException {
        Files.createDirectories(data.privateKeyset().getParent());
        KeysetFile.ensure(data.privateKeyset(), data.publicKeyset());
    }

    /** Returns once the API and every worker say that they are ready. */
    public void start() throws InterruptedException {
        if (!Spawner.LEASHED) {
            say.accept("setpriv (util-linux) is missing: a kill -9 of this process would leave the services running");
        }
        long begin = System.nanoTime();
        say.accept("Starting Kafka and PostgreSQL in " + data.root());
        Future<?> broker = starters.submit(kafka::start);
        Future<?> database = starters.submit(postgres::start);
        await("Kafka", broker);
        await("PostgreSQL", database);
        postgres.onDeath(this::restartPostgres);
        say.accept("Kafka listens on " + kafka.bootstrapServers() + ", PostgreSQL on " + postgres.address()
                + since(begin));
        say.accept("Starting " + services().map(ServiceProcess::name).toList());
        services().forEach(ServiceProcess::start);
        for (ServiceProcess service : services().toList()) {
            service.awaitReady();
            say.accept(service.name() + " is ready" + since(begin));
        }
    }

    /** One worker more; returns once it has its share of the servers. */
    public ServiceProcess addWorker() throws InterruptedException {
        ServiceProcess worker = nextWorker();
        workers.add(worker);
        worker.start();
        awaitWorkers();
        return worker;
    }

    /** It hands its servers over and is gone for good; returns once the others have them. */
    public void removeWorker(ServiceProcess worker) throws InterruptedException {
        workers.remove(worker);
        worker.stop(DRAIN);
        awaitWorkers();
    }

    /** Stops and starts the workers one after the other, each when the one before has its share of the servers again. */
    public void rollWorkers() throws InterruptedException {
        for (ServiceProcess worker : workers) {
            worker.stop(DRAIN);
            worker.start();
            awaitWorkers();
        }
    }

    private void awaitWorkers() throws InterruptedException {
        for (ServiceProcess worker : workers) {
            worker.awaitReady();
        }
    }

    /** Stops the services, then the broker, then the database; whatever part was started. */
    @Override
    public void close() {
        closing.set(true);
        say.accept("Stopping " + services().map(ServiceProcess::name).toList());
        List<Thread> stops = services()
                .map(service -> Thread.ofPlatform().start(() -> service.stop(PATIENCE)))
                .toList();
        stops.forEach(LocalStack::join);
        say.accept("Stopping Kafka and PostgreSQL");
        starters.shutdown();
        try {
            if (!starters.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                say.accept("Kafka or PostgreSQL still starts; their data recover at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kafka.stop();
        postgres.stop();
        data.close();
    }

    /** SIGKILL for everything that runs as a process of its own. */
    void killAll() {
        services().forEach(ServiceProcess::kill);
        postgres.kill();
    }

    /** Where everything is kept, the logs of the services in {@code logs}. */
    public Path data() {
        return data.root();
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + api.port();
    }

    public String platformKey() {
        return platformKey;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public ServiceProcess api() {
        return api;
    }

    /** In the order of their ids, from {@code w-1} on. */
    public List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    private Stream<ServiceProcess> services() {
        return Stream.concat(Stream.of(api), workers.stream());
    }

    private static void await(String what, Future<?> start) throws InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new CannotStart(what + " does not start: " + cause.getMessage(), cause);
        }
    }

    /** Called on a thread of the database's own, about its process that nobody stopped. */
    private void restartPostgres(int exitCode) {
        while (!closing.get()) {
            say.accept("PostgreSQL ended with exit code " + exitCode + " and starts again in 1 s; its log: "
                    + postgres.log());
            try {
                Thread.sleep(PAUSE);
                if (!closing.get()) {
                    postgres.start();
                }
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                say.accept(e.getMessage());
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String since(long begin) {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - begin) / 1e9);
    }
}
