package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the best containment that works here by trying each on {@code true}. Blocks for some milliseconds. */
final class ContainmentProbe {
    /** Of {@code wanted}: whatever is best. */
    static final String AUTO = "auto";

    private static final Logger log = LoggerFactory.getLogger(ContainmentProbe.class);

    private final Tools tools;
    private final String wanted;
    private final boolean isUnderWarden;

    /**
     * @param wanted a label, or {@link #AUTO}
     * @param isUnderWarden whether this container's first process is the worker's warden
     */
    ContainmentProbe(Tools tools, String wanted, boolean isUnderWarden) {
        this.tools = tools;
        this.wanted = wanted;
        this.isUnderWarden = isUnderWarden;
    }

    Containment best() {
        StringJoiner refused = new StringJoiner("; ");
        for (Containment candidate : candidates()) {
            Optional<String> failure = failureOf(candidate);
            if (failure.isEmpty()) {
                log.info("Servers are contained by {}{}", candidate.label(), because(refused.toString()));
                return candidate;
            }
            refused.add(candidate.name() + ": " + failure.get());
        }
        throw new IllegalStateException((wanted.equals(AUTO) ? "No containment works" : wanted + " does not work")
                + " here, install util-linux (setpriv, setsid, unshare): " + refused);
    }

    private List<Containment> candidates() {
        return Arrays.stream(Containment.values())
                .filter(candidate -> wanted.equals(AUTO) || candidate.label().equals(wanted))
                .filter(candidate -> isUnderWarden || candidate != Containment.CONTAINER || !wanted.equals(AUTO))
                .toList();
    }

    private static String because(String refused) {
        return refused.isEmpty() ? "" : " (what is better does not work here: " + refused + ")";
    }

    private Optional<String> failureOf(Containment candidate) {
        if (candidate == Containment.CONTAINER && !isUnderWarden) {
            return Optional.of("the first process is not the worker's warden");
        }
        try {
            Process process = new ProcessBuilder(candidate.wrap(tools, List.of(tools.find("true"))))
                    .redirectErrorStream(true)
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write("go\n".getBytes(UTF_8));
            } catch (IOException e) {
                log.debug("{} ended before it was told to go", candidate, e);
            }
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("no end within 10 s");
            }
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.exitValue() == 0 && "ready".equals(said)
                    ? Optional.empty()
                    : Optional.of(said.isEmpty() ? "exit code " + process.exitValue() : said.replace("\n", ", "));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
