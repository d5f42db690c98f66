package dev.drover.worker;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The real worker, as a Spring application in this JVM. */
record RunningWorker(String id, ConfigurableApplicationContext context) implements AutoCloseable {
    static RunningWorker start(String id, Path directory, String bootstrapServers, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--spring.jmx.enabled=false",
                "--drover.worker-id=" + id,
                "--drover.data-dir=" + directory.resolve(id),
                "--drover.allowed-commands=*",
                "--drover.heartbeat-interval=500ms",
                "--drover.session-timeout=6s"));
        args.addAll(List.of(more));
        return new RunningWorker(
                id, new SpringApplicationBuilder(SupervisorWorker.class).run(args.toArray(String[]::new)));
    }

    RunningWorker awaitReady() {
        await().atMost(Duration.ofSeconds(60)).until(this::isReady);
        return this;
    }

    boolean isReady() {
        return context.getBean(Worker.class).isReady();
    }

    @Override
    public void close() {
        context.close();
    }
}
