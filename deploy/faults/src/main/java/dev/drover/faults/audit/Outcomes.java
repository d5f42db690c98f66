package dev.drover.faults.audit;

import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.CommandSuperseded;
import dev.drover.schemas.message.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the event log says that commands came to. */
public final class Outcomes {

    private Outcomes() {}

    /** By command, all that it was answered with, in order. */
    public static Map<String, List<String>> of(List<Event> events) {
        Map<String, List<String>> outcomes = new HashMap<>();
        for (Event event : events) {
            String outcome = of(event);
            if (outcome != null) {
                outcomes.computeIfAbsent(event.getCommandId(), _ -> new ArrayList<>())
                        .add(outcome);
            }
        }
        return outcomes;
    }

    /** As the API calls it; null for an event that ends no command. */
    private static @Nullable String of(Event event) {
        if (event.getCommandId() == null) {
            return null;
        }
        return switch (event.getBody()) {
            case CommandSucceeded _ -> "succeeded";
            case CommandFailed _ -> "failed";
            case CommandSuperseded _ -> "superseded";
            case CommandRejected no when no.getCode().equals("EXPIRED") -> "expired";
            case CommandRejected _ -> "rejected";
            default -> null;
        };
    }
}
