package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.SERVER;
import static dev.drover.faults.audit.Logs.life;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.evidence.StatusRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessAuditTest {

    private static final MarkedProcess PROCESS = new MarkedProcess(11, life("w-1", 1));
    private static final StatusRow RUNNING = new StatusRow(SERVER, "running", "running", "w-1", 11L);
    private static final Map<String, String> WORKERS = Map.of("w-1", "100-1");

    @Test
    void acceptsTheTreeOfARunningServer() {
        MarkedProcess child = new MarkedProcess(12, life("w-1", 1));
        assertThat(rules(RUNNING, WORKERS, PROCESS, child)).isEmpty();
    }

    @Test
    void findsARunningServerWithoutAProcess() {
        assertThat(rules(RUNNING, WORKERS)).containsExactly("no process");
    }

    @Test
    void findsTwoLivesOfOneServer() {
        assertThat(rules(RUNNING, WORKERS, PROCESS, new MarkedProcess(12, life("w-1", 2))))
                .containsExactly("duplicate process");
    }

    @Test
    void findsAProcessOfAStoppedServer() {
        StatusRow stopped = new StatusRow(SERVER, "stopped", "stopped", "w-1", null);
        assertThat(rules(stopped, WORKERS, PROCESS)).containsExactly("orphan");
    }

    @Test
    void findsAProcessUnderAWorkerThatDoesNotHaveItsServer() {
        StatusRow elsewhere = new StatusRow(SERVER, "running", "running", "w-2", 11L);
        assertThat(rules(elsewhere, WORKERS, PROCESS)).containsExactly("orphan");
    }

    @Test
    void findsAProcessOfAnEarlierLifeOfItsWorker() {
        assertThat(rules(RUNNING, Map.of("w-1", "200-2"), PROCESS)).containsExactly("orphan");
    }

    @Test
    void findsAProcessOfAServerThatIsNoMore() {
        assertThat(ProcessAudit.of(List.of(PROCESS), Map.of(), WORKERS))
                .extracting(Violation::rule)
                .containsExactly("orphan");
    }

    private static List<String> rules(StatusRow view, Map<String, String> workers, MarkedProcess... processes) {
        return ProcessAudit.of(List.of(processes), Map.of(SERVER, view), workers).stream()
                .map(Violation::rule)
                .toList();
    }
}
