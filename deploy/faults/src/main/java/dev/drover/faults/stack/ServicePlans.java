package dev.drover.faults.stack;

import dev.drover.local.EmbeddedPostgres;
import dev.drover.local.JavaCommand;
import dev.drover.local.Ports;
import dev.drover.local.ServicePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each service is started: as the launcher of the local stack does, but for where it runs. */
record ServicePlans(StackPlan plan, Brokers brokers, EmbeddedPostgres postgres, String platformKey) {

    private static final String LOOPBACK = "127.0.0.1";

    ServicePlan api(FailPoints points) {
        int port = Ports.free();
        Path temporary = temporary("api-service");
        List<String> command =
                program(plan.apiJar(), List.of("-XX:TieredStopAtLevel=1", JavaCommand.temporaryFilesIn(temporary)));
        return new ServicePlan("api-service", command, LOOPBACK, port, log("api-service"), temporary, () -> {
            Map<String, String> environment = common(LOOPBACK, port, points);
            environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl());
            environment.put("SPRING_DATASOURCE_USERNAME", postgres.username());
            environment.put("SPRING_DATASOURCE_PASSWORD", postgres.password());
            environment.put("DROVER_PLATFORM_KEY", platformKey);
            environment.put("DROVER_PUBLIC_KEYSET", plan.publicKeyset().toString());
            return environment;
        });
    }

    ServicePlan worker(String id, Node node, FailPoints points) {
        int port = node.port(8081);
        Path temporary = temporary("worker-" + id);
        List<String> flags = new ArrayList<>(JavaCommand.LITTLE_MEMORY);
        flags.add(JavaCommand.temporaryFilesIn(temporary));
        List<String> command = node.inside(program(plan.workerJar(), flags));
        return new ServicePlan("worker-" + id, command, node.address(), port, log("worker-" + id), temporary, () -> {
            Map<String, String> environment = common(node.address(), port, points);
            environment.put("DROVER_WORKER_ID", id);
            environment.put("DROVER_PRIVATE_KEYSET", plan.privateKeyset().toString());
            environment.put("DROVER_SESSION_TIMEOUT", "6s");
            environment.put("DROVER_BROKER_SESSION_TIMEOUT", Stack.BROKER_SESSION.toSeconds() + "s");
            environment.put("DROVER_LEASE_DURATION", Stack.LEASE.toSeconds() + "s");
            environment.put("DROVER_LEASE_RENEWAL", "1s");
            environment.put("DROVER_STATIC_MEMBERSHIP", "true");
            environment.put(
                    "DROVER_DATA_DIR",
                    plan.data().resolve("workers").resolve(id).toString());
            environment.put(
                    "DROVER_PACKAGE_CACHE", plan.data().resolve("package-cache").toString());
            return environment;
        });
    }

    private List<String> program(Path jar, List<String> flags) {
        return plan.hasAgent() ? JavaCommand.ofJarForAgent(jar, flags) : JavaCommand.ofJar(jar, flags);
    }

    private Map<String, String> common(String address, int port, FailPoints points) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers.bootstrapServers());
        environment.put("SERVER_ADDRESS", address);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("DROVER_ALLOWED_COMMANDS", "bash");
        if (plan.hasAgent()) {
            String mutants = plan.mutants() ? ",mutants" : "";
            environment.put(
                    "JAVA_TOOL_OPTIONS", "-javaagent:" + plan.agent() + "=control=" + points.control() + mutants);
        }
        return environment;
    }

    private Path temporary(String service) {
        return plan.data().resolve("tmp").resolve(service);
    }

    private Path log(String service) {
        return plan.data().resolve("logs").resolve(service + ".log");
    }
}
