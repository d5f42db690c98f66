package dev.drover.worker.process;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.supervision.SpawnFailed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this JVM writes the arguments and variables of processes: a matter of the locale that it was started in, whatever
 * {@code file.encoding} says. What has no place in it would become a question mark, without a word.
 */
final class NativeEncoding {
    private static final Logger log = LoggerFactory.getLogger(NativeEncoding.class);
    private static final String REMEDY = "Set LC_ALL=C.UTF-8 in the worker's environment";
    private static final Charset CHARSET = charset();

    private NativeEncoding() {}

    private static Charset charset() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    /** Says so in the log if there are characters that servers cannot be given. */
    static void look() {
        if (!CHARSET.equals(StandardCharsets.UTF_8)) {
            log.warn(
                    "The worker's locale is not one of UTF-8 but of {}: a server with other characters in its arguments or"
                            + " variables is not started. {}",
                    CHARSET,
                    REMEDY);
        }
    }

    static void check(Iterable<String> values) throws SpawnFailed {
        for (String value : values) {
            if (!CHARSET.newEncoder().canEncode(value)) {
                throw new SpawnFailed(
                        ErrorCode.RESOURCE_LIMIT,
                        "The worker's locale (" + CHARSET
                                + ") has no place for a character in the server's args or env. " + REMEDY);
            }
        }
    }
}
