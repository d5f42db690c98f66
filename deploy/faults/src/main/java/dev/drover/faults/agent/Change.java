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
        /** The method returns nothing. */
        NOTHING,
        NULL,
        FALSE,
        TRUE
    }

    /**
     * Tells {@link FailPoints} of it.
     *
     * @param call name of the method that is called there, and only there
     */
    record Reaching(String owner, String method, Side side, String call, String point) implements Change {}

    /** Answers this, and does nothing. */
    record Answering(String owner, String method, Constant answer) implements Change {}

    /**
     * Answers something else.
     *
     * @param filter name of the method of {@link Filters} that makes it of the answer
     */
    record Filtering(String owner, String method, String filter) implements Change {}
}
