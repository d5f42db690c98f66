package dev.drover.worker.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server after an input, and what is to be done about it, in order. */
public record Transition(Server server, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }

    static Transition of(Server server) {
        return new Transition(server, List.of());
    }

    Transition with(UnaryOperator<Server> change) {
        return new Transition(change.apply(server), effects);
    }

    Transition to(ServerState state) {
        return with(s -> s.withState(state));
    }

    Transition and(Effect... more) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(List.of(more));
        return new Transition(server, all);
    }

    Transition publish(ServerEvent event) {
        return and(new Effect.Publish(event, null));
    }

    Transition end(String commandId, Ending ending) {
        return with(s -> s.withCommands(s.commands().ended(commandId, ending)))
                .and(new Effect.Publish(new ServerEvent.CommandEnded(ending), commandId));
    }

    Transition endAll(List<String> commandIds, Ending ending) {
        Transition result = this;
        for (String commandId : commandIds) {
            result = result.end(commandId, ending);
        }
        return result;
    }

    Transition await(String commandId, Goal goal) {
        return with(s -> s.withCommands(s.commands().waiting(commandId, goal)));
    }
}
