package dev.drover.api.server;

import dev.drover.api.problem.Problem;
import org.springframework.http.HttpStatus;

/** The problems of servers as a whole. */
public final class ServerProblems {
    private ServerProblems() {}

    /** No such server, or another app's: the same answer. */
    public static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND, "server_not_found", "There is no server with this id.");
    }

    static Problem beingRemoved(long serverId) {
        return new Problem(
                HttpStatus.CONFLICT,
                "server_being_removed",
                "Server " + serverId + " is being removed.",
                "Create it again under another name, or under this one once it is gone.");
    }

    static Problem nameTaken(String name) {
        return new Problem(
                        HttpStatus.CONFLICT,
                        "name_taken",
                        "The app has a server with the name '" + name + "' already.",
                        "Choose another name, or change that server.")
                .with("field", "name");
    }
}
