package dev.drover.faults.stack;

import dev.drover.local.Ports;
import java.util.List;
import java.util.stream.Stream;

/**
 * A place where a broker or a worker runs.
 *
 * @param namespace the network namespace; empty: this JVM's own
 */
public record Node(String name, String address, String namespace) {

    /** The command line, to be run in this place. It keeps the process it is started in. */
    List<String> inside(List<String> command) {
        return namespace.isEmpty()
                ? command
                : Stream.concat(Stream.of("nsenter", "--net=/run/netns/" + namespace), command.stream())
                        .toList();
    }

    /** {@code usual} where nobody else can have it. */
    int port(int usual) {
        return namespace.isEmpty() ? Ports.free() : usual;
    }
}
