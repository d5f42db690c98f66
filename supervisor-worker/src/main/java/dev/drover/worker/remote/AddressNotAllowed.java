package dev.drover.worker.remote;

import java.net.UnknownHostException;

/** A host stands for addresses only that servers must not be spoken to at. */
final class AddressNotAllowed extends UnknownHostException {
    private static final long serialVersionUID = 1;

    AddressNotAllowed(String host) {
        super("Servers may not be spoken to at the address of " + host + ".");
    }
}
