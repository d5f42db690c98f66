package dev.drover.faults.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace for each node, on one bridge of this machine, on which nodes can be cut off from each other. Where
 * that is not allowed all nodes are on the loopback address, and nothing can be cut. One thread.
 */
public final class Network implements AutoCloseable {

    private static final Pattern OURS = Pattern.compile("drvf(\\d+)-\\w+");

    private final List<Node> nodes = new ArrayList<>();
    private final String name;
    private final @Nullable String prefix;

    private Network(String name, @Nullable String prefix) {
        this.name = name;
        this.prefix = prefix;
    }

    /** Takes away first what a run left that was killed. */
    public static Network open() {
        String name = "drvf" + ProcessHandle.current().pid();
        try {
            sweep();
            String prefix = freePrefix();
            Network network = new Network(name, prefix);
            Tool.script("ip link add %1$s type bridge; ip addr add %2$s.1/24 dev %1$s; ip link set %1$s up"
                    .formatted(name, prefix));
            return network;
        } catch (IOException e) {
            return new Network(name, null);
        }
    }

    /** Whether each node is on its own. */
    public boolean isDivided() {
        return prefix != null;
    }

    Node add(String node) throws IOException {
        Node added = prefix == null ? new Node(node, "127.0.0.1", "") : divided(node, prefix);
        nodes.add(added);
        return added;
    }

    private Node divided(String node, String network) throws IOException {
        int number = nodes.size() + 2;
        Node made = new Node(node, network + "." + number, name + "-" + node);
        Tool.script("""
                ip netns add %1$s
                ip link add %2$s type veth peer name eth0 netns %1$s
                ip link set %2$s master %3$s up
                ip -n %1$s addr add %4$s/24 dev eth0
                ip -n %1$s link set eth0 up
                ip -n %1$s link set lo up
                """.formatted(made.namespace(), name + "v" + number, name, made.address()));
        return made;
    }

    /** From now on, what {@code from} sends to these is lost without a word. */
    public void cut(Node from, List<Node> to) throws IOException {
        routes(from, to, "replace");
    }

    /** Undoes {@link #cut}. */
    public void mend(Node from, List<Node> to) throws IOException {
        routes(from, to, "del");
    }

    private static void routes(Node from, List<Node> to, String verb) throws IOException {
        StringBuilder script = new StringBuilder();
        for (Node node : to) {
            script.append("ip -n %s route %s blackhole %s/32%n".formatted(from.namespace(), verb, node.address()));
        }
        Tool.script(script.toString());
    }

    private static String freePrefix() throws IOException {
        String taken = Tool.run(List.of("ip", "-o", "-4", "addr")) + Tool.run(List.of("ip", "-o", "-4", "route"));
        for (int third = 1; third < 255; third++) {
            String prefix = "10.213." + third;
            if (!taken.contains(" " + prefix + ".")) {
                return prefix;
            }
        }
        throw new IOException("no free network in 10.213.0.0/16");
    }

    private static void sweep() throws IOException {
        TreeSet<String> gone = new TreeSet<>();
        Matcher namespaces = OURS.matcher(Tool.run(List.of("ip", "netns", "list")));
        while (namespaces.find()) {
            if (!Files.exists(Path.of("/proc", namespaces.group(1)))) {
                gone.add("drvf" + namespaces.group(1));
                Tool.run(List.of("ip", "netns", "del", namespaces.group()));
            }
        }
        for (String bridge : gone) {
            Tool.script("ip link del " + bridge + " 2>/dev/null || true");
        }
    }

    @Override
    public void close() {
        if (prefix == null) {
            return;
        }
        StringBuilder script = new StringBuilder();
        nodes.forEach(
                node -> script.append("ip netns del ").append(node.namespace()).append(" || true\n"));
        script.append("ip link del ").append(name).append(" || true\n");
        try {
            Tool.script(script.toString());
        } catch (IOException e) {
            System.err.println("drover: the network " + name + " is not taken away: " + e.getMessage());
        }
    }
}
