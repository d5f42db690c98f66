package dev.drover.worker.lifecycle;

/** What is known of why a run ended, beside how: a sentence for the operator. */
public record Cause(ErrorCode code, String message) {}
