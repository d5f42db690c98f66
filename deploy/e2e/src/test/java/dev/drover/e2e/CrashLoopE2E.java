package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Servers that misbehave without end, and their neighbours. On a stack whose worker hardly waits between two attempts: ten
 * failures would take two minutes otherwise.
 */
class CrashLoopE2E {
    private static final int PINGS = 60;

    private static LocalStack stack;
    private static Api api;

    @SuppressWarnings("NullAway.Init") // the stack is there before the tests
    CrashLoopE2E() {}

    @BeforeAll
    static void start() {
        stack = Stacks.start(
                "CrashLoopE2E-stack",
                1,
                Map.of(
                        "DROVER_BACK_OFF_SHORTEST", "50ms",
                        "DROVER_BACK_OFF_LONGEST", "200ms",
                        "DROVER_SERVER_LIMITS_MEMORY", "256MB"));
        api = new Api(stack.apiUrl(), stack.platformKey());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aServerThatCrashesAgainAndAgainIsGivenUpAndItsNeighbourDoesNotNotice() {
        ManagedServer neighbour = ManagedServer.running(api, Definitions.node("memory"));
        latency(neighbour);
        Duration quiet = latency(neighbour);

        ManagedServer crashing = ManagedServer.running(api, Definitions.small("crashes"));
        Duration beside = latency(neighbour);
        JsonNode error = crashing.awaitStatus("failed").path("last_error");

        assertThat(error.path("code").asString()).isEqualTo("RESTART_LIMIT");
        assertThat(error.path("message").asString()).contains("10 failures", "exited with code 7");
        assertThat(crashing.events("server_crashed")).hasSize(9);
        assertThat(crashing.events("server_failed")).hasSize(1);
        assertThat(beside).isLessThan(quiet.multipliedBy(10).plusMillis(50));
        assertThat(neighbour.view().path("restarts").asInt()).isZero();
        crashing.remove();
        neighbour.stop().remove();
    }

    @Test
    void aServerThatFloodsItsStderrDoesNotSlowItsNeighbourDown() {
        ManagedServer neighbour = ManagedServer.running(api, Definitions.node("memory"));
        latency(neighbour);
        Duration quiet = latency(neighbour);
        ManagedServer flooding = ManagedServer.running(api, Definitions.small("floods"));

        assertThat(latency(neighbour)).isLessThan(quiet.multipliedBy(10).plusMillis(50));

        flooding.stop().remove();
        neighbour.stop().remove();
    }

    @Test
    void aServerThatTakesTooMuchMemoryIsToldWhichLimitItRanInto() {
        ManagedServer greedy =
                ManagedServer.running(api, Definitions.with(Definitions.small("plain"), "restart", "never"));
        greedy.call("exit", Map.of("eat", true));
        JsonNode error = greedy.awaitStatus("failed").path("last_error");
        assertThat(error.path("code").asString()).isEqualTo("RESOURCE_LIMIT");
        assertThat(error.path("message").asString()).contains("memory, 256 MiB", "drover.server-limits.memory");
        assertThat(error.path("hint").asString()).isNotBlank();
        greedy.remove();
    }

    @Test
    void anAnswerOfSevenMegabytesArrivesAndOneOfNineIsRefusedAsTooLarge() {
        ManagedServer server = ManagedServer.running(api, Definitions.small("plain"));
        Api.Answer large = server.call("exit", Map.of("size", 7_000_000));
        assertThat(large.status()).isEqualTo(200);
        assertThat(large.body().at("/content/0/text").asString()).hasSize(7_000_000);
        Api.Answer tooLarge = server.call("exit", Map.of("size", 9_000_000));
        assertThat(tooLarge.status()).isEqualTo(502);
        assertThat(tooLarge.body().path("code").asString()).isEqualTo("reply_too_large");
        assertThat(server.get("/tools?refresh=true").path("items")).hasSize(1);
        server.stop().remove();
    }

    /** The median of asking the live server. */
    private static Duration latency(ManagedServer server) {
        long[] times = new long[PINGS];
        for (int i = 0; i < PINGS; i++) {
            long begun = System.nanoTime();
            server.get("/tools?refresh=true");
            times[i] = System.nanoTime() - begun;
        }
        Arrays.sort(times);
        return Duration.ofNanos(times[PINGS / 2]);
    }
}
