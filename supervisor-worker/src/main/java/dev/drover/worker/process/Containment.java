package dev.drover.worker.process;

import java.util.ArrayList;
import java.util.List;

/** How a server's process tree is kept together, best first: what it survives stands in the operator's manual. */
enum Containment {
    /** A pid namespace of its own: its first process takes the whole tree with it. */
    PID_NAMESPACE("pid-namespace", "KILL", "--pid --fork --kill-child=KILL --mount-proc"),

    /** The same for a worker that is not root. */
    USER_PID_NAMESPACE("pid-namespace", "KILL", "--user --map-root-user --pid --fork --kill-child=KILL --mount-proc"),

    /** As a process group, in a container that ends with the worker: its first process is the worker's warden. */
    CONTAINER("container", "USR1", ""),

    /** A session of its own. What leaves it is found by its mark, unless it cleared its environment. */
    PROCESS_GROUP("process-group", "USR1", "");

    /** Ends at once if its parent is not the worker: then the worker died before the request for a death signal. */
    private static final String GUARD = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

    private final String label;
    private final String signalOnDeath;
    /** Options of {@code unshare}. */
    private final String namespace;

    Containment(String label, String signalOnDeath, String namespace) {
        this.label = label;
        this.signalOnDeath = signalOnDeath;
        this.namespace = namespace;
    }

    /** Whether a tree may outlive the worker, and must be killed. */
    boolean needsWarden() {
        return this == PROCESS_GROUP;
    }

    String label() {
        return label;
    }

    boolean isNamespace() {
        return !namespace.isEmpty();
    }

    /** The command line whose process is the tree's outermost one; its death is the tree's. */
    List<String> wrap(Tools tools, List<String> command) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(tools.find("setpriv"), "--pdeathsig", signalOnDeath, "--"));
        line.addAll(List.of(tools.find("sh"), "-c", GUARD));
        line.add(Long.toString(ProcessHandle.current().pid()));
        // Out of the terminal's reach: Ctrl-C is for the worker, which then stops its servers in order.
        line.add(tools.find("setsid"));
        if (isNamespace()) {
            line.add(tools.find("unshare"));
            line.addAll(List.of(namespace.split(" ", -1)));
            line.add("--");
        }
        line.add(tools.find("sh"));
        line.add(tools.init().toString());
        if (!isNamespace()) {
            // The server's group is not init's, so that init outlives the killing of it and reports the server's end.
            line.add(tools.find("setsid"));
        }
        line.addAll(command);
        return line;
    }
}
