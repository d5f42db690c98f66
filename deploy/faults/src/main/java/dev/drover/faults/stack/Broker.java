package dev.drover.faults.stack;

import dev.drover.local.ServiceProcess;

/** One broker of the three, which is a controller too. */
public record Broker(Node node, int port, int controllerPort, ServiceProcess process) {

    String address() {
        return node.address() + ":" + port;
    }
}
