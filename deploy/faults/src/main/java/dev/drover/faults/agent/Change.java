package dev.drover.faults.agent;

/** What is changed in a method of a service; classes are named as class files name them. */
sealed interface Change {
    String owner();

    String method();

    /** Beside a call. */
    enum Side {
        BEFORE,
        AFTER
    }

    enum Constant {
        NULL,
        FALSE,
        /** On a clock that counts centiseconds from boot: after centuries. */
        NEVER
    }

    /**
     * Tells {@link FailPoints} of it.
     *
     * @param call name of the method that is called there, and only there
     */
    record Reaching(String owner, String method, Side side, String call, String point) implements Change {}

    /**
     * Answers this, and does nothing, as long as a rule is broken.
     *
     * @param rule label of the {@link Mutant}
     */
    record Answering(String owner, String method, String rule, Constant answer) implements Change {}

    /**
     * Answers something else, as long as a rule is broken.
     *
     * @param rule label of the {@link Mutant}
     * @param filter name of the method of {@link Filters} that makes it of the answer
     */
    record Filtering(String owner, String method, String rule, String filter) implements Change {}
}
