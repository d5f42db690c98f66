package dev.drover.worker;

/** Ends a program that must not run. */
@FunctionalInterface
interface Refusal {
    /** @param reason what is wrong and what to do, for the operator */
    void because(String reason);
}
