package dev.drover.faults;

import dev.drover.faults.agent.Mutant;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.fault.Fault;
import dev.drover.faults.fault.Faults;
import dev.drover.faults.stack.Stack;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Breaks rules of the workers, one after the other: a suite that does not notice would not notice a mistake, either. */
final class Mutants {
    private static final PrintStream OUT = System.out;

    /** What is lost does not come back: this is time enough for what does. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /**
     * @param fault in which it shows that the rule is broken
     * @param rule of the audits that must say so
     * @param strikes how often at most: chance may spare what the rule protects
     */
    private record Trial(Mutant mutant, String fault, String rule, int strikes) {}

    /** What is lost stays lost, so that comes last. Most transactions are renewals, of which nothing is lost. */
    private static final List<Trial> TRIALS = List.of(
            new Trial(Mutant.CONTAINMENT_OFF, "workers-kill", "outlived", 2),
            new Trial(Mutant.WARDEN_OFF, "pause-long", "outlived", 2),
            new Trial(Mutant.LEASE_OFF, "pause-long", "duplicate process", 4),
            new Trial(Mutant.SKIPPING_HANDLER, "throw-before-commit", "lost command", 25));

    private final Stack stack;
    private final Suite suite;
    private final long seed;

    Mutants(Stack stack, Suite suite, long seed) {
        this.stack = stack;
        this.suite = suite;
        this.seed = seed;
    }

    /** @return the mutants that were not noticed */
    List<Violation> run() throws Exception {
        List<Violation> missed = new ArrayList<>();
        for (Trial trial : TRIALS) {
            OUT.println(trial.mutant().label() + ": the workers start with it");
            stack.breakRule(trial.mutant());
            if (!isNoticed(trial)) {
                missed.add(new Violation(
                        "mutant",
                        trial.mutant().label() + " is not noticed: after " + trial.strikes() + " times " + trial.fault()
                                + " there is no \"" + trial.rule() + "\""));
            }
        }
        return missed;
    }

    private boolean isNoticed(Trial trial) throws Exception {
        Fault fault = Faults.named(trial.fault());
        for (int strike = 0; strike < trial.strikes(); strike++) {
            List<Violation> found = suite.strike(fault, seed + strike, PATIENCE);
            if (found.stream().anyMatch(violation -> violation.rule().equals(trial.rule()))) {
                OUT.println(trial.mutant().label() + ": noticed, as it should be");
                return true;
            }
        }
        return false;
    }
}
