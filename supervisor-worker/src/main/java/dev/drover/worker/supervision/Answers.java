package dev.drover.worker.supervision;

import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;

/** The way back to the API replica that asked. Thread-safe; never blocks its caller. */
public interface Answers {
    /** An answer that is not sealed: nothing that the server said is in it. */
    void send(String commandId, long serverId, String replica, Answer answer);

    /** An answer that is sealed if the query says so. */
    default void send(Asked asked, Answer answer) {
        send(asked.commandId(), asked.serverId(), asked.replica(), answer);
    }
}
