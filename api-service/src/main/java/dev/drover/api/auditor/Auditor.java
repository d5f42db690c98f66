package dev.drover.api.auditor;

import dev.drover.api.auditor.Arguments.Wrong;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;
import tools.jackson.core.JacksonException;

/** The program behind {@code drover audit}. */
public final class Auditor {
    public static final String NAME = "audit";

    private static final int OK = 0;
    private static final int FOUND_BREAKS = 1;
    private static final int FAILED = 2;

    private static final String USAGE = """
            Usage: drover audit events --brokers HOST:PORT,… [options]   writes what happened, oldest first
                   drover audit verify --brokers HOST:PORT,… [options]   finds what was altered, removed or swapped
                   drover audit checkpoint --brokers HOST:PORT,… --key FILE --out FILE
                                                                         verifies, and signs how the log ends
                   drover audit new-key --key FILE --public-key FILE     makes a key to sign with
              --config FILE        client properties, such as security.protocol and sasl.jaas.config
              --from TIME          such as 2026-03-01T14:03:00Z; events only, as all below
              --to TIME            before it; default: now
              --server ID, --app ID, --type NAME,…
                                   only what is about them
              --cursor CURSOR      only what comes after the line with this cursor
              --checkpoint FILE, --public-key FILE
                                   verify only: the log must hold what was signed then
              --format FORMAT      ndjson (the default), or avro: a container file
              --out FILE           default: stdout
            Exit code: 0; 1 if verify found a break; 2 if it could not be done.
            """;

    private final PrintStream out;
    private final PrintStream err;

    public Auditor(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Ends this JVM. */
    public static void run(String... arguments) {
        // Before the first logger is made: what Kafka's client logs is not for a terminal, still less for a pipe.
        System.setProperty("logback.configurationFile", "audit-logback.xml");
        System.exit(new Auditor(System.out, System.err).execute(arguments));
    }

    /** @return the exit code */
    public int execute(String... arguments) {
        String command = arguments.length == 0 ? "--help" : arguments[0];
        String[] options = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        try {
            return switch (command) {
                case "events" -> {
                    new EventsCommand(err).run(options);
                    yield OK;
                }
                case "verify" -> new VerifyCommand(out).run(options) ? OK : FOUND_BREAKS;
                case "checkpoint" -> new CheckpointCommand(out).run(options) ? OK : FOUND_BREAKS;
                case "new-key" -> {
                    CheckpointCommand.makeKey(options);
                    yield OK;
                }
                case "--help" -> {
                    out.print(USAGE);
                    yield OK;
                }
                default -> throw new Wrong("unknown command " + command);
            };
        } catch (Wrong e) {
            err.println("drover audit: " + e.getMessage() + "; see drover audit --help");
        } catch (IOException | KafkaException | JacksonException e) {
            err.println("drover audit: cannot go on: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            err.println("drover audit: the key or the signature is not good: " + e.getMessage());
        }
        return FAILED;
    }
}
