package dev.drover.faults.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The program of one broker: formats its directory when that is new, and serves until it is killed or asked to end. */
final class BrokerNode {

    private BrokerNode() {}

    static void main(String[] arguments) throws Exception {
        Map<String, String> settings = read(Path.of(arguments[0]));
        String directory = settings.getOrDefault("log.dirs", "");
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), true))
                .setClusterId(settings.getOrDefault("cluster.id", ""))
                .setNodeId(Integer.parseInt(settings.getOrDefault("node.id", "")))
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .setControllerListenerName(Brokers.CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::shutdown));
        server.startup();
        server.awaitShutdown();
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
