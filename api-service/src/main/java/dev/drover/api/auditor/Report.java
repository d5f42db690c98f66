package dev.drover.api.auditor;

import dev.drover.api.replay.ChainCheck.Finding;
import java.io.PrintStream;
import java.util.List;

/** Says in lines what was found of the chains. */
record Report(PrintStream out) {

    /** @return whether nothing is wrong */
    boolean of(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.first() != null) {
                out.printf("BROKEN %s%s%n", finding.first(), more(finding.breaks() - 1));
            }
            if (finding.stale() > 0) {
                out.printf(
                        "STALE  %s-%d: %d events under a claim that was over%n",
                        finding.source().topic().topicName(), finding.source().partition(), finding.stale());
            }
        }
        long breaks = findings.stream().mapToLong(Finding::breaks).sum();
        long unchained = findings.stream().mapToLong(Finding::unchained).sum();
        out.printf(
                "%d events in %d partitions%s: %s%n",
                findings.stream().mapToLong(Finding::events).sum(),
                findings.size(),
                unchained == 0 ? "" : ", %d of them from before events were chained".formatted(unchained),
                breaks == 0 ? "no break" : breaks + " breaks");
        return breaks == 0;
    }

    private static String more(long others) {
        return others == 0 ? "" : " (and %d more in this partition)".formatted(others);
    }
}
