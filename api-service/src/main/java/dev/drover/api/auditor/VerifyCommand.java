package dev.drover.api.auditor;

import dev.drover.api.auditor.Arguments.Wrong;
import dev.drover.api.replay.ChainCheck;
import dev.drover.api.replay.LogCheckpoint;
import dev.drover.api.replay.ReplayRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code drover audit verify}. */
final class VerifyCommand {
    private static final Set<String> OPTIONS =
            Set.of("--brokers", "--config", "--from", "--to", "--checkpoint", "--public-key");

    private final PrintStream out;

    VerifyCommand(PrintStream out) {
        this.out = out;
    }

    /** @return whether the log is as it was written */
    boolean run(String... options) throws Wrong, IOException, GeneralSecurityException {
        Arguments arguments = Arguments.parse(OPTIONS, options);
        ReplayRequest range =
                new ReplayRequest(arguments.moment("--from"), arguments.moment("--to"), null, null, Set.of(), null);
        LogCheckpoint checkpoint = checkpoint(arguments);
        if (checkpoint != null && (range.from() != null || range.to() != null)) {
            throw new Wrong("--checkpoint is about the whole log: leave out --from and --to");
        }
        return new Report(out).of(ChainCheck.of(arguments.kafka(), range, checkpoint));
    }

    private static @Nullable LogCheckpoint checkpoint(Arguments arguments)
            throws Wrong, IOException, GeneralSecurityException {
        String file = arguments.text("--checkpoint");
        if (file == null) {
            return null;
        }
        String text = Signatures.verified(Files.readString(Path.of(file)), Path.of(arguments.required("--public-key")));
        try {
            return LogCheckpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong("--checkpoint: " + e.getMessage());
        }
    }
}
