package dev.drover.api.trial;

import dev.drover.api.problem.Problem;
import dev.drover.api.server.LastError;
import dev.drover.api.trial.TrialRows.Happened;
import dev.drover.api.trial.TrialView.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a trial's story from its server's events and from what was seen of it. Pure. */
final class TrialReport {
    /** What can be said of a server only once it has a process. */
    private static final Set<String> OF_A_PROCESS =
            Set.of("EXITED_EARLY", "HANDSHAKE_TIMEOUT", "HANDSHAKE_FAILED", "CRASHED", "UNRESPONSIVE");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Step> steps = new ArrayList<>();
    private final List<Happened> events;
    private final Instant now;

    private TrialReport(List<Happened> events, Instant now) {
        this.events = events;
        this.now = now;
    }

    /** What the server listed, or why it did not. */
    record Listing(
            Map<String, Integer> counts,
            Duration took,
            @Nullable Problem problem) {}

    /** How long the removal took; null: it was not seen to end. */
    static TrialView of(
            List<Happened> events,
            @Nullable Listing listing,
            @Nullable Duration removal,
            Duration patience,
            Instant now) {
        return new TrialReport(events, now).tell(listing, removal, patience);
    }

    private TrialView tell(@Nullable Listing listing, @Nullable Duration removal, Duration patience) {
        Optional<JsonNode> started = last("server_started");
        Optional<LastError> failure = last("server_failed").map(failed -> LastError.of(failed.path("error")));
        started.ifPresent(this::started);
        if (started.isEmpty()
                && failure.filter(error -> OF_A_PROCESS.contains(error.code())).isPresent()) {
            steps.add(new Step("spawned", null, NODES.objectNode()));
        }
        if (listing != null && listing.problem() == null) {
            ObjectNode counts = NODES.objectNode();
            listing.counts().forEach(counts::put);
            steps.add(new Step("listed", listing.took().toMillis(), counts));
        }
        if (removal != null) {
            steps.add(new Step("stopped", removal.toMillis(), only(last("server_stopped"), "exit_code")));
        }
        LastError error = error(started.isPresent(), failure, listing, patience);
        return new TrialView(error == null ? "succeeded" : "failed", List.copyOf(steps), error);
    }

    private void started(JsonNode started) {
        long spawned = started.path("spawn_ms").asLong(0);
        steps.add(new Step("spawned", spawned, only(Optional.of(started), "pid")));
        ObjectNode spoken = only(Optional.of(started), "protocol_version");
        spoken.putObject("server_info")
                .put("name", started.path("server_name").asString(""))
                .put("version", started.path("server_version").asString(""));
        steps.add(new Step("initialised", Math.max(0, started.path("took_ms").asLong() - spawned), spoken));
    }

    private static ObjectNode only(Optional<JsonNode> detail, String member) {
        ObjectNode only = NODES.objectNode();
        detail.filter(told -> told.hasNonNull(member)).ifPresent(told -> only.set(member, told.get(member)));
        return only;
    }

    private @Nullable LastError error(
            boolean wasReady, Optional<LastError> failure, @Nullable Listing listing, Duration patience) {
        if (failure.isPresent()) {
            return failure.get();
        }
        if (listing != null) {
            Problem problem = listing.problem();
            return problem == null ? null : of(problem);
        }
        return wasReady ? null : notInTime(patience);
    }

    private LastError of(Problem problem) {
        String code = problem.code().toUpperCase(Locale.ROOT);
        String hint = problem.hint();
        LastError plain = LastError.of(code, problem.getMessage(), now);
        return hint == null ? plain : plain.withHint(hint);
    }

    private LastError notInTime(Duration patience) {
        return last("server_starting").isPresent()
                ? LastError.of("STILL_STARTING", "It was not ready after " + patience.toSeconds() + " s.", now)
                : LastError.of(
                        "NO_WORKER_ANSWERED", "No worker took it up within " + patience.toSeconds() + " s.", now);
    }

    private Optional<JsonNode> last(String type) {
        return events.reversed().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .map(Happened::detail);
    }
}
