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
import java.util.concurrent.TimeUnit;

/** Breaks rules of the workers, one after the other: a suite that does not notice would not notice a mistake, either. */
final class Mutants {
    private static final PrintStream OUT = System.out;

    /** What is lost does not come back: this is time enough for what does. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /**
     * @param fault in which it shows that the rule is broken
     * @param rule of the audits that must say so
     * @param strikes how often at most: chance may spare what the rule protects
     */
    private record Trial(Mutant mutant, String fault, String rule, int strikes) {}

    /** After which nothing is as the rule still had it: wardens have forgotten the ends of leases that they were told. */
    private static final Duration IN_FORCE = Duration.ofSeconds(3);

    /** By which a worker first stands still for 11.9 s: long enough for others to have taken its shards. */
    private static final long SEED = 3;

    /** What is lost stays lost, so that comes last. */
    private static final List<Trial> TRIALS = List.of(
            new Trial(Mutant.CONTAINMENT_OFF, "stubborn-kill", "outlived", 2),
            new Trial(Mutant.WARDEN_OFF, "pause-long", "outlived", 2),
            new Trial(Mutant.LEASE_OFF, "pause-long", "duplicate process", 4),
            new Trial(Mutant.SKIPPING_HANDLER, "throw-steps-sent", "lost command", 12));

    private final Stack stack;
    private final Suite suite;

    Mutants(Stack stack, Suite suite) {
        this.stack = stack;
        this.suite = suite;
    }

    /** @return the mutants that were not noticed */
    List<Violation> run() throws Exception {
        List<Violation> missed = new ArrayList<>();
        for (Trial trial : TRIALS) {
            suite.settle();
            OUT.println(trial.mutant().label() + ": from now on");
            stack.breakRule(trial.mutant());
            TimeUnit.NANOSECONDS.sleep(IN_FORCE.toNanos());
            boolean isNoticed = isNoticed(trial);
            stack.mendRule(trial.mutant());
            if (!isNoticed) {
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
            List<Violation> found = suite.strike(fault, SEED + strike, PATIENCE, trial.rule());
            if (found.stream().anyMatch(violation -> violation.rule().equals(trial.rule()))) {
                OUT.println(trial.mutant().label() + ": noticed, as it should be");
                return true;
            }
        }
        return false;
    }
}
