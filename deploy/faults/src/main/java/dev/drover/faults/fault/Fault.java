package dev.drover.faults.fault;

import java.util.Random;

/**
 * One kind of trouble.
 *
 * @param name as {@code --only} has it
 * @param target what it strikes
 * @param need what it cannot do without
 * @param restarts whether servers that nobody told anything may be started anew
 * @param strike returns when the trouble is over, or as good as over: whatever is down is on its way back
 */
public record Fault(String name, Target target, Need need, boolean restarts, Strike strike) {

    /** What is struck; two faults of different targets can be struck at one time. */
    public enum Target {
        WORKERS,
        BROKERS,
        DATABASE,
        API,
        COMMANDS,
        SEVERAL;

        /** Whether the API cannot know meanwhile whether it has published a command, and publishes it again. */
        public boolean makesApiRepeat() {
            return this != WORKERS && this != COMMANDS;
        }
    }

    /** What a fault needs of the stack. */
    public enum Need {
        NOTHING,
        /** Nodes that can be cut off from each other. */
        NETWORK,
        /** The agent in the services. */
        FAIL_POINTS
    }

    /** How it is done. */
    @FunctionalInterface
    public interface Strike {
        /** @param random the only source of jitter */
        void on(Scene scene, Random random) throws Exception;
    }

    static Fault of(String name, Target target, Strike strike) {
        return new Fault(name, target, Need.NOTHING, true, strike);
    }

    Fault needing(Need what) {
        return new Fault(name, target, what, restarts, strike);
    }

    /** It is none of the servers' business. */
    Fault unfelt() {
        return new Fault(name, target, need, false, strike);
    }
}
