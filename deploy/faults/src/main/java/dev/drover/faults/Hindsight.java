package dev.drover.faults;

import dev.drover.faults.audit.MomentAudit;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.evidence.Moment;
import dev.drover.faults.evidence.Projection;
import dev.drover.faults.evidence.ServerRow;
import dev.drover.faults.load.Past;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.Tool;
import dev.drover.local.JavaCommand;
import dev.drover.schemas.message.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Whether the log remembers the whole run: looked at once, when it is over and quiet. One thread. */
final class Hindsight {
    private static final PrintStream OUT = System.out;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Stack stack;
    private final Past past;
    private final Projection projection;
    private final List<Violation> found = new ArrayList<>();

    Hindsight(Stack stack, Past past, Projection projection) {
        this.stack = stack;
        this.past = past;
        this.projection = projection;
    }

    /** @param events all that there are, those of a shard in their order */
    List<Violation> look(List<Event> events, List<Moment> moments) throws IOException, SQLException {
        long begun = System.nanoTime();
        MomentAudit audit = new MomentAudit(events, past);
        for (Moment moment : moments) {
            audit.add(moment);
        }
        found.addAll(audit.found());
        int atTheEnd = compareEnd();
        JsonNode rebuilt = past.rebuild();
        if (!rebuilt.path("state").asString().equals("done")
                || rebuilt.path("differences").asLong() != 0) {
            found.add(new Violation("rebuild", "the projection made anew is another: " + rebuilt));
        }
        String verified = verify();
        OUT.printf(
                Locale.ROOT,
                "%-30s %s: %d moments (%s); %d rows at the end; %d events made anew; %s; %.1f s%n",
                "what the log remembers",
                found.isEmpty() ? "ok" : "WRONG",
                moments.size(),
                audit,
                atTheEnd,
                rebuilt.path("events").asLong(),
                verified,
                (System.nanoTime() - begun) / 1e9);
        found.stream().limit(20).forEach(violation -> OUT.println("    " + violation));
        return List.copyOf(found);
    }

    /** Nothing is behind any more, so each row is the same in both. */
    private int compareEnd() throws IOException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Moment rows = projection.moment();
        Map<Long, ServerRow> told = past.at(rows.at());
        while (!told.equals(rows.rows()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
            rows = projection.moment();
            told = past.at(rows.at());
        }
        TreeSet<Long> ids = new TreeSet<>(told.keySet());
        ids.addAll(rows.rows().keySet());
        for (Long id : ids) {
            ServerRow row = rows.rows().get(id);
            if (!Objects.equals(row, told.get(id))) {
                found.add(new Violation("end", "the row is " + row + ", the API tells of " + told.get(id)));
            }
        }
        return ids.size();
    }

    /** The chain of the whole log, followed by the program that auditors use. */
    private String verify() {
        Path jar = stack.apiJar();
        List<String> command = new ArrayList<>(JavaCommand.ofJar(jar, List.of("-XX:TieredStopAtLevel=1")));
        command.addAll(List.of("audit", "verify", "--brokers", stack.brokers().bootstrapServers()));
        try {
            return "verified: " + Tool.run(command).lines().toList().getLast();
        } catch (IOException e) {
            found.add(new Violation("chain", String.valueOf(e.getMessage())));
            return "not verified";
        }
    }
}
