package dev.drover.worker.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How this JVM writes the arguments and variables of processes, and names of files: a matter of the locale that it was started
 * in, whatever {@code file.encoding} says. What has no place in it becomes a question mark, without a word.
 */
final class NativeEncoding {
    private NativeEncoding() {}

    /** @throws IllegalStateException if some characters would be lost, with what to do */
    static void check() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!Charset.isSupported(name) || !Charset.forName(name).equals(StandardCharsets.UTF_8)) {
            throw new IllegalStateException("The worker's locale is not one of UTF-8 (it is of " + name
                    + "): other characters in the arguments and variables of servers would be lost."
                    + " Set LC_ALL=C.UTF-8 in the worker's environment");
        }
    }
}
