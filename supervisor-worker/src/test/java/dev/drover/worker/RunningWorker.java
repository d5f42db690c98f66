package dev.drover.worker;

import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.TestKeysets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The real worker, as a Spring application in this JVM. */
record RunningWorker(String id, ConfigurableApplicationContext context) implements AutoCloseable {
    static RunningWorker start(String id, Path directory, String bootstrapServers, String... more) {
        Refusal refusal = reason -> {
            throw new IllegalStateException("the worker refuses to run: " + reason);
        };
        return startWith(refusal, id, directory, bootstrapServers, more);
    }

    static RunningWorker startWith(
            Refusal refusal, String id, Path directory, String bootstrapServers, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--drover.worker-id=" + id,
                "--drover.private-keyset=" + TestKeysets.privateKeyset(),
                "--drover.data-dir=" + directory.resolve(id),
                "--drover.allowed-commands=*",
                "--drover.heartbeat-interval=500ms",
                "--drover.session-timeout=6s"));
        args.addAll(List.of(more));
        SpringApplicationBuilder application = new SpringApplicationBuilder(SupervisorWorker.class)
                .initializers(
                        (GenericApplicationContext context) -> context.registerBean(Refusal.class, () -> refusal));
        return new RunningWorker(id, application.run(args.toArray(String[]::new)));
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
