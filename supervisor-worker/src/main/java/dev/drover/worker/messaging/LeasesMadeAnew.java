package dev.drover.worker.messaging;

/** {@code mcp.leases} is not the topic that it was: claims would no longer grow, and leases that last are forgotten. */
public final class LeasesMadeAnew extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeasesMadeAnew(String how) {
        super("mcp.leases has been made anew: " + how
                + " Nothing is claimed. Stop all workers, wait for the end of their leases, delete mcp.state and"
                + " mcp.events with it (or bring the old topic back), and start again.");
    }
}
