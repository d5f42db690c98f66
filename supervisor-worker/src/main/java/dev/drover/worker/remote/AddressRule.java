package dev.drover.worker.remote;

import java.net.InetAddress;

/** Whether a server may be spoken to at an address: asked for every connection, about the address it is made to. */
@FunctionalInterface
public interface AddressRule {
    /**
     * @param host as its definition, or a redirect, names it
     * @param address what that stands for at this moment
     */
    boolean allows(String host, InetAddress address);
}
