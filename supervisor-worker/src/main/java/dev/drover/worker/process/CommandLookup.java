package dev.drover.worker.process;

import static dev.drover.worker.lifecycle.ErrorCode.COMMAND_NOT_ALLOWED;
import static dev.drover.worker.lifecycle.ErrorCode.COMMAND_NOT_FOUND;
import static dev.drover.worker.lifecycle.ErrorCode.PERMISSION_DENIED;

import dev.drover.worker.supervision.SpawnFailed;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program that a definition's command means, or says why there is none. */
record CommandLookup(ProcessSettings settings, SearchPath path) {
    /** The program's absolute path. */
    Path find(String command) throws SpawnFailed {
        if (!settings.allows(command)) {
            throw new SpawnFailed(
                    COMMAND_NOT_ALLOWED,
                    "The command \"" + command + "\" is not on the operator's list of allowed commands ("
                            + String.join(", ", settings.allowedCommands())
                            + "): use one of those, or have the operator add it to DROVER_ALLOWED_COMMANDS");
        }
        Path program = locate(command).orElseThrow(() -> notFound(command));
        if (Files.isDirectory(program)) {
            throw new SpawnFailed(
                    PERMISSION_DENIED, "The command \"" + command + "\" is a directory (" + program + ")");
        }
        if (!SearchPath.isRunnable(program)) {
            throw new SpawnFailed(
                    PERMISSION_DENIED,
                    "The command \"" + command + "\" may not be executed by the worker: make " + program
                            + " executable for the worker's user");
        }
        return program;
    }

    private Optional<Path> locate(String command) {
        try {
            if (command.isBlank() || !command.contains("/")) {
                return command.isBlank() ? Optional.empty() : path.find(command);
            }
            Path file = Path.of(command);
            return file.isAbsolute() && Files.exists(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private SpawnFailed notFound(String command) {
        String message = command.contains("/")
                ? "The command \"" + command + "\" is not a file on the worker's host: give the absolute path of one"
                : "The command \"" + command
                        + "\" is not on the worker's PATH: install it on the worker's host, or give an absolute path";
        return new SpawnFailed(COMMAND_NOT_FOUND, message);
    }
}
