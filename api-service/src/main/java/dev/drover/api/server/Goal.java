package dev.drover.api.server;

import dev.drover.api.command.ManagementCommand;
import java.util.Locale;

/** What a command makes desired: the values of column {@code server.desired_status}. */
public enum Goal {
    RUNNING,
    STOPPED,
    REMOVED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A definition, and what is logged, change nothing about whether the server should run. */
    static Goal of(ManagementCommand command, Goal present) {
        return switch (command) {
            case ManagementCommand.Start start -> RUNNING;
            case ManagementCommand.Restart restart -> RUNNING;
            case ManagementCommand.Stop stop -> STOPPED;
            case ManagementCommand.Remove remove -> REMOVED;
            case ManagementCommand.Define define -> present;
            case ManagementCommand.Debug debug -> present;
        };
    }
}
