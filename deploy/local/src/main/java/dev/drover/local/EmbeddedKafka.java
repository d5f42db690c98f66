package dev.drover.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in this JVM: one KRaft node, broker and controller, on 127.0.0.1. It may be stopped and started
 * again on the same data and port, by this object or by another process later. Not for use by two threads at a time.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final Path data;
    private final int port;
    private final int controllerPort = Ports.free();
    private final @Nullable ClientLogin login;
    private @Nullable KafkaRaftServer server;

    /** A broker that keeps everything in {@code data} and listens on {@code port} (0: any free one). */
    public EmbeddedKafka(Path data, int port) {
        this(data, port, null);
    }

    /** @param login null: everybody on this machine may do everything */
    public EmbeddedKafka(Path data, int port, @Nullable ClientLogin login) {
        this.login = login;
        this.data = data.toAbsolutePath();
        this.port = port == 0 ? Ports.free() : port;
    }

    /** Returns once clients can connect; does nothing if the broker runs already. */
    public void start() {
        if (server != null) {
            return;
        }
        BrokerLogging.quieten();
        format();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        starting.startup();
        server = starting;
    }

    /** An orderly stop; the data stay. */
    public void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void format() {
        try {
            Files.createDirectories(data);
            Formatter formatter = new Formatter();
            if (login != null) {
                formatter.setScramArguments(login.scramArguments());
            }
            formatter
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), true))
                    .setClusterId(clusterId())
                    .setNodeId(NODE_ID)
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the broker's directory " + data, e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare the broker's directory " + data, e);
        }
    }

    /** Made once and kept: a broker refuses a directory of another cluster. */
    private String clusterId() throws IOException {
        return KeptText.in(data.resolve("cluster.id"), () -> Uuid.randomUuid().toString());
    }

    private Map<String, String> settings() {
        String listener = "PLAINTEXT://127.0.0.1:" + port;
        Map<String, String> settings = new HashMap<>(BrokerSettings.SINGLE_NODE);
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("process.roles", "broker,controller");
        String controller = CONTROLLER + "://127.0.0.1:" + controllerPort;
        settings.put("listeners", listener + "," + controller);
        settings.put("advertised.listeners", listener);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("log.dirs", data.toString());
        if (login != null) {
            settings.putAll(login.settings(port, Ports.free(), controller));
        }
        return settings;
    }
}
