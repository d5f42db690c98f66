package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The users that servers run as: each server as one of its own, which may do nothing that any user may not. The worker must
 * be root to switch.
 *
 * @param first and {@code last}: their numbers; two servers share one when their ids differ by a multiple of how many there
 *     are
 */
public record RunAs(int first, int last) {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

    /** Below are the system's own, which may be allowed more. */
    private static final int LEAST = 1_000;

    public RunAs {
        if (first < LEAST || last < first) {
            throw new IllegalArgumentException("from " + LEAST + " on, the first no larger than the last");
        }
    }

    /** @throws IllegalArgumentException if it is not two numbers, such as {@code 200000-265535} */
    public static RunAs of(String range) {
        Matcher numbers = RANGE.matcher(range.strip());
        if (!numbers.matches()) {
            throw new IllegalArgumentException("two numbers of users, such as 200000-265535");
        }
        return new RunAs(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    int userOf(long serverId) {
        return first + (int) Math.floorMod(serverId, last - first + 1L);
    }

    /** The command line of that user's process. */
    List<String> around(List<String> command, Tools tools, int user) {
        String id = Integer.toString(user);
        List<String> line = new ArrayList<>(List.of(tools.find("setpriv"), "--reuid", id, "--regid", id));
        line.addAll(List.of("--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"));
        line.addAll(command);
        return line;
    }

    /** Takes what is the user's own; a link is not followed. */
    static void own(Path directory, int user) throws IOException {
        Files.setAttribute(directory, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(directory, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
    }

    /** Lets the user's group into a directory that stays the worker's: nothing in it can be exchanged for something else. */
    static void admit(Path directory, int user) throws IOException {
        Files.setAttribute(directory, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Tries it: whether the worker may switch, and such a user gets into the directory of the servers.
     *
     * @throws IllegalStateException if not, with what to do
     */
    void check(Tools tools, Path servers) throws IOException {
        List<String> command = around(List.of(tools.find("test"), "-x", servers.toString()), tools, first);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("DROVER_RUN_AS: setpriv did not end within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("DROVER_RUN_AS: interrupted", e);
        }
        if (process.exitValue() != 0) {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            throw new IllegalStateException("DROVER_RUN_AS needs a worker that is root and may switch users, and a"
                    + " DROVER_DATA_DIR of which every directory can be entered by others (chmod o+x): " + servers
                    + (said.isBlank() ? " cannot be entered" : ": " + said.strip()));
        }
    }
}
