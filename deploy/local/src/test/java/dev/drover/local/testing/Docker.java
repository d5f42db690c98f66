package dev.drover.local.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Whether containers can be had, asked once per JVM. */
final class Docker {

    /** Asked of the client program first: the library's own search is long and loud where there is none. */
    static final boolean ANSWERS = answers();

    private Docker() {}

    private static boolean answers() {
        try {
            Process info = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!info.waitFor(5, TimeUnit.SECONDS)) {
                info.destroyForcibly();
                return false;
            }
            return info.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
