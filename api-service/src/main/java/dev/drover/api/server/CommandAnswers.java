package dev.drover.api.server;

import dev.drover.api.command.CommandView;
import dev.drover.api.command.OutcomeWait;
import dev.drover.api.fleet.Fleet;
import dev.drover.api.tenant.Caller;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Answers a command: at once, or when its outcome is known. */
public final class CommandAnswers {
    static final String APPLIED = "Preference-Applied";

    private final ServerViews views;
    private final OutcomeWait waiting;
    private final Fleet fleet;

    public CommandAnswers(ServerViews views, OutcomeWait waiting, Fleet fleet) {
        this.views = views;
        this.waiting = waiting;
        this.fleet = fleet;
    }

    /** 200 with the outcome if it comes within this time, else 202. */
    ResponseEntity<CommandAnswer> answer(Caller caller, Servers.Taken taken, Duration wait) {
        Optional<CommandView> outcome = await(taken.commandId(), wait);
        Observed observed = wait.isZero() ? taken.observed() : null;
        CommandAnswer answer = observed == null
                ? answer(caller, taken, outcome.orElse(null))
                : answer(taken, observed.shown(fleet.owners()));
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(outcome.isPresent() ? HttpStatus.OK : HttpStatus.ACCEPTED);
        if (!wait.isZero()) {
            response.header(APPLIED, "wait=" + wait.toSeconds());
        }
        return response.body(answer);
    }

    Optional<CommandView> await(String commandId, Duration wait) {
        return wait.isZero() ? Optional.empty() : waiting.await(commandId, wait);
    }

    /** Without another look, since it was looked at a moment ago and the command has no outcome yet. */
    private static CommandAnswer answer(Servers.Taken taken, String status) {
        return new CommandAnswer(
                taken.commandId(), taken.serverId(), status, taken.goal().text(), null, null);
    }

    private CommandAnswer answer(Caller caller, Servers.Taken taken, @Nullable CommandView outcome) {
        Optional<StatusView> state = views.find(caller, taken.serverId()).map(ServerView::state);
        return new CommandAnswer(
                taken.commandId(),
                taken.serverId(),
                state.map(StatusView::status).orElse("stopped"),
                state.map(StatusView::desiredStatus).orElse(taken.goal().text()),
                outcome == null ? null : outcome.outcome(),
                outcome == null ? null : outcome.error());
    }
}
