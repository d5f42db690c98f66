package dev.drover.worker.supervision;

import dev.drover.worker.query.Answer;

/** The way back to the API replica that asked. Thread-safe; never blocks its caller. */
public interface Answers {
    void send(String commandId, long serverId, String replica, Answer answer);
}
