package dev.drover.schemas;

/** The record keys of {@code mcp.state}. A definition and a run state are apart, so that a call rewrites the smaller. */
public final class StateKey {
    public static final String CHECKPOINT = "!checkpoint";

    private StateKey() {}

    public static String definition(long serverId) {
        return serverId + "!definition";
    }

    public static String run(long serverId) {
        return serverId + "!run";
    }
}
