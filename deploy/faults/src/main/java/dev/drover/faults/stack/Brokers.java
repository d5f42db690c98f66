package dev.drover.faults.stack;

import dev.drover.local.BrokerSettings;
import dev.drover.local.JavaCommand;
import dev.drover.local.ServicePlan;
import dev.drover.local.ServiceProcess;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Uuid;

/** Three brokers that keep every record three times, and take one when two have it. */
public final class Brokers {

    static final String CONTROLLER = "CONTROLLER";

    private static final int COUNT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, String> THREE_NODES = Map.ofEntries(
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            // Several, so that each broker coordinates some of the shards' transactions.
            Map.entry("transaction.state.log.num.partitions", "6"),
            Map.entry("share.coordinator.state.topic.replication.factor", "3"),
            Map.entry("share.coordinator.state.topic.min.isr", "2"),
            // A renewal begun just before a broker dies has 5 s to come through: its own second, this, and the time in
            // which everybody hears of the new leaders.
            Map.entry("broker.session.timeout.ms", Long.toString(Stack.BROKER_SESSION.toMillis())),
            Map.entry("broker.heartbeat.interval.ms", "250"),
            Map.entry("controller.quorum.election.timeout.ms", "500"),
            Map.entry("controller.quorum.fetch.timeout.ms", "1000"),
            Map.entry("replica.lag.time.max.ms", "5000"));

    private final List<Broker> brokers = new ArrayList<>();
    private final MemoryDisk disk;

    Brokers(Network network, Path data, Consumer<String> say) throws IOException {
        disk = MemoryDisk.open(data.resolve("kafka"));
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 1; id <= COUNT; id++) {
            Node node = network.add("b" + id);
            Path directory = data.resolve("kafka").resolve(node.name());
            Files.createDirectories(directory);
            int port = node.port(9092);
            int controllerPort = node.port(9093);
            // Not in the broker's own directory, in which every other is a partition's.
            Path temporary = data.resolve("tmp").resolve("broker-" + node.name());
            List<String> command = node.inside(JavaCommand.ofClass(
                    BrokerNode.class,
                    List.of(
                            JavaCommand.temporaryFilesIn(temporary),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx384m",
                            "-Ddrover.logs=" + directory,
                            "-Dlogback.configurationFile=broker-logback.xml"),
                    settingsFile(directory).toString()));
            ServicePlan plan = new ServicePlan(
                    "broker-" + node.name(),
                    command,
                    node.address(),
                    port,
                    directory.resolve("out.log"),
                    temporary,
                    Map::of);
            brokers.add(new Broker(node, port, controllerPort, new ServiceProcess(plan, say)));
        }
        for (Broker broker : brokers) {
            write(broker, data.resolve("kafka").resolve(broker.node().name()), clusterId);
        }
    }

    public List<Broker> all() {
        return List.copyOf(brokers);
    }

    public List<Node> nodes() {
        return brokers.stream().map(Broker::node).toList();
    }

    public String bootstrapServers() {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }

    /** Returns once all of them are members of the cluster. */
    public void start() throws InterruptedException {
        brokers.forEach(broker -> broker.process().start());
        awaitAll();
    }

    public Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 6_000));
    }

    /** The one that decides for all who leads which partition. */
    public Broker controller() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = admin()) {
            int id = admin.describeMetadataQuorum()
                    .quorumInfo()
                    .get(6, TimeUnit.SECONDS)
                    .leaderId();
            return brokers.get(id - 1);
        }
    }

    /** Whether all are members, and every copy of every record is where it should be. */
    boolean areWhole(Admin admin) throws InterruptedException {
        try {
            if (admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).size() < COUNT) {
                return false;
            }
            return admin
                    .describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get(3, TimeUnit.SECONDS))
                    .allTopicNames()
                    .get(3, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Returns once {@link #areWhole}. */
    public void awaitAll() throws InterruptedException {
        try (Admin admin = admin()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!areWhole(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the brokers do not become whole within " + PATIENCE);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /**
     * Returns once they have been whole for two seconds: a broker that is back still takes up what the others have decided
     * meanwhile, and must have done so before the next one's share falls to it.
     */
    public void awaitAtRest() throws InterruptedException {
        awaitAll();
        TimeUnit.SECONDS.sleep(2);
        awaitAll();
    }

    /** Ends them, and with them all they know. */
    void close() {
        brokers.forEach(broker -> broker.process().killAndHold());
        disk.close();
    }

    private static Path settingsFile(Path directory) {
        return directory.resolve("broker.properties");
    }

    private void write(Broker broker, Path directory, String clusterId) throws IOException {
        String listener = "PLAINTEXT://" + broker.address();
        Properties settings = new Properties();
        settings.putAll(BrokerSettings.SINGLE_NODE);
        settings.putAll(THREE_NODES);
        settings.put("cluster.id", clusterId);
        settings.put("node.id", idOf(broker));
        settings.put("process.roles", "broker,controller");
        settings.put(
                "listeners",
                listener + "," + CONTROLLER + "://" + broker.node().address() + ":" + broker.controllerPort());
        settings.put("advertised.listeners", listener);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "controller.quorum.voters",
                brokers.stream()
                        .map(each -> idOf(each) + "@" + each.node().address() + ":" + each.controllerPort())
                        .collect(Collectors.joining(",")));
        settings.put(
                "log.dirs",
                disk.directory().resolve(broker.node().name()).resolve("log").toString());
        try (Writer writer = Files.newBufferedWriter(settingsFile(directory))) {
            settings.store(writer, null);
        }
    }

    private String idOf(Broker broker) {
        return Integer.toString(brokers.indexOf(broker) + 1);
    }
}
