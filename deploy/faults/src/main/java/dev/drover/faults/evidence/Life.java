package dev.drover.faults.evidence;

/**
 * One process of a managed server, as its worker marked it.
 *
 * @param incarnation of the worker: its pid and when that began
 * @param run the server's id and the number of the run
 */
public record Life(long serverId, String worker, String incarnation, String run) {

    @Override
    public String toString() {
        return "run " + run + " of " + worker + " (" + incarnation + ")";
    }
}
