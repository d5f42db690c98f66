package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import dev.drover.local.ServiceProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The parts of a running stack die and come back. */
@OnSharedStack
class LocalStackE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aKilledServiceIsStartedAgain(LocalStack stack) {
        ServiceProcess worker = stack.workers().getLast();
        long before = worker.pid();
        worker.kill();
        await().atMost(PATIENCE).until(() -> worker.pid() != before && worker.isReady());
    }

    @Test
    void aStoppedServiceStaysDownUntilItIsStarted(LocalStack stack) {
        ServiceProcess worker = stack.workers().getLast();
        worker.stop(Duration.ofSeconds(20));
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> !worker.isRunning());
        worker.start();
        await().atMost(PATIENCE).until(worker::isReady);
    }

    @Test
    void aDatabaseThatDiesIsStartedAgain(LocalStack stack, Api api) {
        long before = stack.postgres().pid();
        stack.postgres().kill();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> stack.postgres().pid() != before);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api.get("/internal/mcp_servers").status()).isEqualTo(200));
    }

    @Test
    void theServicesOutliveARestartOfTheBroker(LocalStack stack, Api api) {
        long before = stack.api().pid();
        stack.kafka().stop();
        stack.kafka().start();
        await().atMost(PATIENCE).until(() -> stack.workers().stream().allMatch(ServiceProcess::isReady));
        assertThat(stack.api().pid()).isEqualTo(before);
        assertThat(api.get("/internal/mcp_servers").status()).isEqualTo(200);
    }
}
