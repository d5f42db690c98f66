package dev.drover.faults.audit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.load.Journal.Accepted;
import dev.drover.faults.load.Journal.Call;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStarting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** No accepted command is lost, none is obeyed twice, and none ends in two ways. */
public final class CommandAudit {

    private static final String LOST = "lost command";
    private static final String TWICE = "command obeyed twice";

    private CommandAudit() {}

    /** @param visible what the projection says that commands came to */
    public static List<Violation> of(List<Accepted> commands, List<Event> events, Map<String, String> visible) {
        Map<String, List<String>> outcomes = Outcomes.of(events);
        Map<String, Long> starts = starts(events);
        List<Violation> found = new ArrayList<>();
        for (Accepted command : commands) {
            List<String> ended = outcomes.getOrDefault(command.commandId(), List.of());
            if (ended.isEmpty()) {
                found.add(new Violation(LOST, command + " has no outcome"));
                continue;
            }
            if (new HashSet<>(ended).size() > 1) {
                found.add(new Violation("outcomes differ", command + " ended as " + ended));
            }
            if (ended.size() > command.copies() && !command.mayRepeat()) {
                found.add(new Violation(TWICE, command + " was answered " + ended.size() + " times"));
            }
            if (starts.getOrDefault(command.commandId(), 0L) > 1) {
                found.add(new Violation(TWICE, command + " started its server more than once"));
            }
            if (!ended.getFirst().equals(visible.get(command.commandId()))) {
                found.add(new Violation(
                        "projection",
                        command + " ended as " + ended + ", and is shown as " + visible.get(command.commandId())));
            }
        }
        return found;
    }

    /** Why a command starts a server: it said so. What follows a crash or a change of workers is not its doing. */
    private static Map<String, Long> starts(List<Event> events) {
        return events.stream()
                .filter(event -> event.getCommandId() != null)
                .filter(event -> event.getBody() instanceof ServerStarting)
                .collect(groupingBy(Event::getCommandId, counting()));
    }

    /** Of tool calls: what was answered was done, and nothing was done twice. */
    public static List<Violation> ofCalls(List<Call> calls, List<Sighting> sightings) {
        Map<String, Long> done = sightings.stream()
                .filter(sighting -> sighting.kind() == Sighting.Kind.CALL)
                .collect(groupingBy(Sighting::detail, counting()));
        List<Violation> found = new ArrayList<>();
        for (Call call : calls) {
            long times = done.getOrDefault(call.nonce(), 0L);
            if (times > 1) {
                found.add(new Violation("call done twice", call + " was done " + times + " times"));
            } else if (times == 0 && call.isAnswered()) {
                found.add(new Violation("call made up", call + " was answered and never done"));
            }
        }
        return found;
    }
}
