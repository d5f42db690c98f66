package dev.drover.worker.supervision;

/** The only way for other threads to tell the supervisor something. Thread-safe; never blocks. */
@FunctionalInterface
public interface Mailbox {
    void submit(Message message);
}
