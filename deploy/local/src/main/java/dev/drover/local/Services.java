package dev.drover.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How each service of a stack is started: from its packaged jar, configured by its environment as in production. */
record Services(
        StackPlan plan,
        DataDirectory data,
        EmbeddedKafka kafka,
        EmbeddedPostgres postgres,
        String platformKey,
        int apiPort) {

    private static final String HOST = "127.0.0.1";

    ServicePlan api() {
        return service("api-service", plan.apiJar(), apiPort, List.of(), () -> {
            Map<String, String> environment = common(apiPort);
            environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl());
            environment.put("SPRING_DATASOURCE_USERNAME", postgres.username());
            environment.put("SPRING_DATASOURCE_PASSWORD", postgres.password());
            environment.put("DROVER_PLATFORM_KEY", platformKey);
            environment.put("DROVER_PUBLIC_KEYSET", data.publicKeyset().toString());
            return environment;
        });
    }

    ServicePlan worker(String id) {
        int port = Ports.free();
        return service("worker-" + id, plan.workerJar(), port, JavaCommand.LITTLE_MEMORY, () -> {
            Map<String, String> environment = common(port);
            environment.put("DROVER_WORKER_ID", id);
            environment.put("DROVER_PRIVATE_KEYSET", data.privateKeyset().toString());
            // The brokers are on this machine: a silent worker is a dead one soon.
            environment.put("DROVER_SESSION_TIMEOUT", "6s");
            environment.put("DROVER_BROKER_SESSION_TIMEOUT", "3s");
            environment.put("DROVER_LEASE_DURATION", "6s");
            environment.put("DROVER_LEASE_RENEWAL", "1s");
            // Killed and started again within the session, it has its servers back before others may take them.
            environment.put("DROVER_STATIC_MEMBERSHIP", Boolean.toString(isClassic()));
            environment.put("DROVER_DATA_DIR", data.worker(id).toString());
            environment.put("DROVER_ROUTER_URL", "http://127.0.0.1:" + apiPort + "/mcp/v1");
            environment.put("DROVER_PACKAGE_CACHE", data.packageCache().toString());
            return environment;
        });
    }

    /** The other protocol knows no such thing. */
    private boolean isClassic() {
        String variable = "DROVER_GROUP_PROTOCOL";
        String inherited = System.getenv().getOrDefault(variable, "classic");
        return plan.environment().getOrDefault(variable, inherited).equals("classic");
    }

    private ServicePlan service(
            String name, Path jar, int port, List<String> flags, Supplier<Map<String, String>> environment) {
        Path log = data.logs().resolve(name + ".log");
        Path temporary = data.temporary(name);
        List<String> command = JavaCommand.ofJar(jar, with(JavaCommand.temporaryFilesIn(temporary), flags));
        return new ServicePlan(name, command, HOST, port, log, temporary, () -> {
            Map<String, String> all = environment.get();
            all.putAll(plan.environment());
            return all;
        });
    }

    private static List<String> with(String flag, List<String> flags) {
        return Stream.concat(Stream.of(flag), flags.stream()).toList();
    }

    private Map<String, String> common(int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("SERVER_ADDRESS", HOST);
        // Whoever runs a stack on one machine has remote servers there, too.
        environment.put("DROVER_ALLOWED_URL_HOSTS", "127.0.0.0/8,::1,localhost");
        environment.put("SERVER_PORT", Integer.toString(port));
        return environment;
    }
}
