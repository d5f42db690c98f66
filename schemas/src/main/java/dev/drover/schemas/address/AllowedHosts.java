package dev.drover.schemas.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which hosts a definition's {@code url} may lead to: any that is public, and of the others (loopback, link-local with the
 * clouds' metadata services, private and reserved networks) those that the operator has listed.
 */
public final class AllowedHosts {
    /**
     * IANA's special-purpose registries, as far as these are not reached, or must not be, from the internet; and a public
     * address that means the host's own cloud everywhere in that cloud.
     */
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/127",
                    // Its prefixes are of any length, so what an address leads to cannot be told from it.
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .map(Network::of)
            .toList();

    /** Where an IPv4 address stands inside an IPv6 one, by which it would be reached: IPv4-compatible, NAT64, 6to4. */
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier(Network.of("::/96"), 12),
            new Carrier(Network.of("64:ff9b::/96"), 12),
            new Carrier(Network.of("2002::/16"), 2));

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

    private record Carrier(Network network, int at) {}

    private final Set<String> names;
    private final List<Network> networks;

    private AllowedHosts(Set<String> names, List<Network> networks) {
        this.names = names;
        this.networks = networks;
    }

    /**
     * @param entries names, addresses, or networks such as {@code 10.1.0.0/16}
     * @throws IllegalArgumentException naming the one that is none
     */
    public static AllowedHosts of(Collection<String> entries) {
        List<String> texts = entries.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return new AllowedHosts(
                texts.stream()
                        .filter(text -> !isNumeric(text))
                        .map(AllowedHosts::name)
                        .collect(Collectors.toSet()),
                texts.stream()
                        .filter(AllowedHosts::isNumeric)
                        .map(AllowedHosts::network)
                        .toList());
    }

    private static boolean isNumeric(String entry) {
        return entry.contains(":") || entry.contains("/") || entry.matches("[0-9.]+");
    }

    private static Network network(String entry) {
        try {
            return Network.of(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + entry + "\" is no address and no network such as 10.1.0.0/16", e);
        }
    }

    private static String name(String entry) {
        String name = normal(entry);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + entry + "\" is no name of a host");
        }
        return name;
    }

    /** @param host a name; one that is listed may lead to any address */
    public boolean lists(String host) {
        return names.contains(normal(host));
    }

    /** Whether a server may be at this address, whatever its name. */
    public boolean allows(InetAddress address) {
        InetAddress plain = plain(address.getAddress());
        return isPublic(plain) || networks.stream().anyMatch(network -> network.contains(plain));
    }

    /**
     * What can be said of a {@code url}'s host before it is resolved: false only of a literal address, or a name that
     * always means this machine, that is not allowed.
     *
     * @param host as {@link java.net.URI#getHost} gives it, IPv6 addresses in brackets
     */
    public boolean mayAllow(String host) {
        if (lists(host)) {
            return true;
        }
        String name = normal(host);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return networks.stream().anyMatch(network -> network.contains(InetAddress.getLoopbackAddress()));
        }
        return literal(host).map(this::allows).findFirst().orElse(true);
    }

    private static Stream<InetAddress> literal(String host) {
        try {
            return Stream.of(InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address))
                && CARRIERS.stream()
                        .filter(carrier -> carrier.network().contains(address))
                        .allMatch(carrier -> isPublic(carried(address, carrier.at())));
    }

    private static InetAddress carried(InetAddress address, int at) {
        return plain(Arrays.copyOfRange(address.getAddress(), at, at + 4));
    }

    /** An IPv4-mapped IPv6 address is an IPv4 one. */
    private static InetAddress plain(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("so many bytes are an address", e);
        }
    }

    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
