package dev.drover.worker.remote;

import dev.drover.schemas.address.AllowedHosts;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * Keeps remote servers' addresses out of the worker's own network: asked before each connection, also for where a redirect
 * leads. It resolves the name, and all of its addresses must be allowed; the JVM remembers what it resolved for 30 s, so that
 * the connection that follows at once goes to what was checked. Thread-safe; blocks while a name is resolved.
 */
public final class AddressGuard {
    private final AllowedHosts allowed;
    private final Resolver resolver;

    /** Gives all addresses of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public AddressGuard(AllowedHosts allowed) {
        this(allowed, InetAddress::getAllByName);
    }

    AddressGuard(AllowedHosts allowed, Resolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    /**
     * @param url http or https, with a host
     * @return the addresses that it leads to, all of them allowed
     * @throws AddressNotAllowed if it leads to one that is not
     * @throws UnknownHostException if nobody knows its host
     */
    public List<InetAddress> check(URI url) throws AddressNotAllowed, UnknownHostException {
        String host = Objects.requireNonNull(url.getHost(), "a url without a host");
        List<InetAddress> addresses = List.of(resolver.resolve(host));
        if (!allowed.lists(host) && !addresses.stream().allMatch(allowed::allows)) {
            throw new AddressNotAllowed(host);
        }
        return addresses;
    }
}
