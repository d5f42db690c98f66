package dev.drover.worker.lifecycle;

/** What follows when a run that is being stopped has ended. */
public sealed interface AfterStop {
    /** Nothing: it should not run. */
    record Rest() implements AfterStop {}

    /** The next run. */
    record StartAgain(StartReason reason) implements AfterStop {}

    /**
     * It was stopped because it failed: the restart policy decides.
     *
     * @param wasHealthy whether the run had been ready for long enough to forget earlier failures
     */
    record Fail(ServerError error, boolean wasHealthy) implements AfterStop {}

    /** Nothing here: another worker runs it, if it should run. */
    record HandOver() implements AfterStop {}
}
