package dev.drover.api.auditor;

import dev.drover.api.auditor.Arguments.Wrong;
import dev.drover.api.replay.ChainCheck;
import dev.drover.api.replay.ChainCheck.Finding;
import dev.drover.api.replay.LogCheckpoint;
import dev.drover.api.replay.ReplayRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** {@code drover audit checkpoint}, and the key for it. */
final class CheckpointCommand {
    private static final Set<String> OPTIONS = Set.of("--brokers", "--config", "--key", "--out");

    private final PrintStream out;

    CheckpointCommand(PrintStream out) {
        this.out = out;
    }

    /** @return whether there was nothing wrong with the log; else there is no checkpoint */
    boolean run(String... options) throws Wrong, IOException, GeneralSecurityException {
        Arguments arguments = Arguments.parse(OPTIONS, options);
        Path key = Path.of(arguments.required("--key"));
        Path file = Path.of(arguments.required("--out"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Finding> findings = ChainCheck.of(arguments.kafka(), ReplayRequest.EVERYTHING, null);
        if (new Report(out).of(findings)) {
            Files.writeString(
                    file, Signatures.signed(LogCheckpoint.of(now, findings).text(), key));
            return true;
        }
        return false;
    }

    static void makeKey(String... options) throws Wrong, IOException, GeneralSecurityException {
        Arguments arguments = Arguments.parse(Set.of("--key", "--public-key"), options);
        Signatures.makeKey(Path.of(arguments.required("--key")), Path.of(arguments.required("--public-key")));
    }
}
