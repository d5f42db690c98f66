package dev.drover.worker.messaging;

/**
 * What the owner says of its lease next. Only the newest is of use: what came before it and is not written is left out.
 *
 * @param isIdle nothing runs; else: renewed
 * @param ticket the owner's number of it
 */
public record LeaseWrite(boolean isIdle, long ticket) {}
