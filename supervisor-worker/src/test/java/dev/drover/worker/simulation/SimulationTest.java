package dev.drover.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * No server runs twice, claims grow, every command ends once, and all becomes well in the end, whatever happens. One
 * schedule alone, with its story: {@code -Ddrover.simulation.seed=}.
 */
class SimulationTest {
    private static final String SEED = "drover.simulation.seed";
    private static final int SCHEDULES = Integer.getInteger("drover.simulation.schedules", 1500);
    private static final int SCHEDULES_OF_A_MUTANT = 3000;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.drover.worker");

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    private static LongStream seeds() {
        Long one = Long.getLong(SEED);
        return one == null ? LongStream.rangeClosed(1, SCHEDULES) : LongStream.of(one);
    }

    @Test
    void noScheduleBreaksARule() {
        seeds().forEach(seed -> {
            Cluster cluster = new Cluster(seed, Mutant.NONE);
            List<String> violations = cluster.run();
            if (!violations.isEmpty()) {
                throw new AssertionError("seed %d (replay it with -D%s=%d): %s%n%s"
                        .formatted(seed, SEED, seed, violations, cluster.witness.story()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenRuleIsFound(Mutant mutant) {
        assertThat(LongStream.rangeClosed(1, SCHEDULES_OF_A_MUTANT)
                        .anyMatch(seed -> new Cluster(seed, mutant)
                                .run().stream().anyMatch(violation -> isWrong(mutant, violation))))
                .as("%s is found", mutant)
                .isTrue();
    }

    /** More than a cluster that does not become well in time; but commands that are passed over never end. */
    private static boolean isWrong(Mutant mutant, String violation) {
        return violation.contains("twice")
                || violation.startsWith("claim")
                || (mutant == Mutant.STALE_COMMANDS && violation.endsWith("never ended"));
    }

    @Test
    void aSeedReplays() {
        Cluster first = new Cluster(7, Mutant.NONE);
        Cluster second = new Cluster(7, Mutant.NONE);
        first.run();
        second.run();
        assertThat(first.witness.story()).isEqualTo(second.witness.story());
    }
}
