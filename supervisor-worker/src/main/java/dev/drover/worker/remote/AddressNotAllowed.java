package dev.drover.worker.remote;

import java.net.UnknownHostException;

/** A url leads to where the operator has not allowed remote servers to be: {@code URL_NOT_ALLOWED}. */
final class AddressNotAllowed extends UnknownHostException {
    private static final long serialVersionUID = 1;

    /** Says nothing of the address: what a name means inside is not for whoever defines servers. */
    AddressNotAllowed(String host) {
        super("The host \"" + host + "\" is, or leads to, an address that is not public: have the operator add it to"
                + " DROVER_ALLOWED_URL_HOSTS, if servers may be there");
    }
}
