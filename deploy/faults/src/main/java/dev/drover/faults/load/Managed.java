package dev.drover.faults.load;

/** A server under management. */
public record Managed(long id, Role role) {

    /** What becomes of it. */
    public enum Role {
        /** Always runs, and is never told anything but calls. */
        STEADY,
        /** Is started, stopped and restarted all the time. */
        BUSY,
        /** Always runs, and will not end when it should. */
        STUBBORN,
        /** Ends as soon as it runs. */
        LOOPING
    }

    /** Whether nobody ever stops it. */
    public boolean shouldRun() {
        return role == Role.STEADY || role == Role.STUBBORN;
    }
}
