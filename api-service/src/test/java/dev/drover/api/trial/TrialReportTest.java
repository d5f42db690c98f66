package dev.drover.api.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.problem.Problem;
import dev.drover.api.trial.TrialReport.Listing;
import dev.drover.api.trial.TrialRows.Happened;
import dev.drover.api.trial.TrialView.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

class TrialReportTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Happened STARTING = event("server_starting", "{}");
    private static final Happened STARTED = event(
            "server_started",
            "{'pid': 7, 'protocol_version': '2025-11-25', 'server_name': 's', 'server_version': '1', 'took_ms': 120,"
                    + " 'spawn_ms': 20}");
    private static final Happened STOPPED = event("server_stopped", "{'exit_code': 0}");

    @Test
    void everyStepOfAServerThatWorksIsToldWithItsTime() {
        Listing listing = new Listing(Map.of("tools", 3), Duration.ofMillis(9), null);

        TrialView view = tell(List.of(STARTING, STARTED, STOPPED), listing, Duration.ofMillis(30));

        assertThat(view.outcome()).isEqualTo("succeeded");
        assertThat(view.error()).isNull();
        assertThat(view.steps())
                .containsExactly(
                        step("spawned", 20L, "{'pid': 7}"),
                        step(
                                "initialised",
                                100L,
                                "{'protocol_version': '2025-11-25', 'server_info': {'name': 's', 'version': '1'}}"),
                        step("listed", 9L, "{'tools': 3}"),
                        step("stopped", 30L, "{'exit_code': 0}"));
    }

    @ParameterizedTest
    @CsvSource({"EXITED_EARLY, spawned", "HANDSHAKE_TIMEOUT, spawned", "COMMAND_NOT_FOUND, none", "UNAUTHORIZED, none"})
    void aServerThatFailsIsToldWithItsError(String code, String reached) {
        Happened failed = event(
                "server_failed",
                "{'error': {'code': '" + code + "', 'message': 'm', 'stderr_tail': ['no A_TOKEN'],"
                        + " 'occurred_at': '2026-01-02T03:04:05Z'}}");

        TrialView view = tell(List.of(STARTING, failed), null, Duration.ZERO);

        assertThat(view.outcome()).isEqualTo("failed");
        assertThat(Objects.requireNonNull(view.error()).code()).isEqualTo(code);
        assertThat(view.error().stderrTail()).containsExactly("no A_TOKEN");
        assertThat(view.error().hint()).isNotBlank();
        assertThat(view.steps().stream().map(Step::step))
                .isEqualTo(reached.equals("none") ? List.of("stopped") : List.of(reached, "stopped"));
    }

    @Test
    void aServerThatDoesNotListFailsWithTheReason() {
        Problem problem = new Problem(HttpStatus.GATEWAY_TIMEOUT, "server_timeout", "Too slow.", "Wait.");

        TrialView view = tell(List.of(STARTED), new Listing(Map.of(), Duration.ZERO, problem), Duration.ZERO);

        assertThat(view.outcome()).isEqualTo("failed");
        assertThat(Objects.requireNonNull(view.error()).code()).isEqualTo("SERVER_TIMEOUT");
        assertThat(view.error().hint()).isEqualTo("Wait.");
    }

    @Test
    void silenceIsToldApartFromSlowness() {
        assertThat(Objects.requireNonNull(tell(List.of(), null, null).error()).code())
                .isEqualTo("NO_WORKER_ANSWERED");
        assertThat(Objects.requireNonNull(tell(List.of(STARTING), null, null).error())
                        .code())
                .isEqualTo("STILL_STARTING");
    }

    private static TrialView tell(List<Happened> events, @Nullable Listing listing, @Nullable Duration removal) {
        return TrialReport.of(events, listing, removal, Duration.ofSeconds(70), NOW);
    }

    private static Step step(String name, long millis, String detail) {
        return new Step(name, millis, JSON.readTree(detail.replace('\'', '"')));
    }

    private static Happened event(String type, String detail) {
        return new Happened(type, NOW, JSON.readTree(detail.replace('\'', '"')));
    }
}
