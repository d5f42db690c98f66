package dev.drover.schemas.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses with a common prefix: CIDR.
 *
 * @param bits of the prefix; of an IPv4 network 0 to 32, of an IPv6 one 0 to 128
 */
record Network(InetAddress address, int bits) {
    /**
     * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
     * @throws IllegalArgumentException if it is neither
     */
    static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int longest = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        return new Network(address, bits);
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] others = other.getAddress();
        if (mine.length != others.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        int mask = (0xFF00 >> rest) & 0xFF;
        return Arrays.equals(mine, 0, whole, others, 0, whole)
                && (mask == 0 || (mine[whole] & mask) == (others[whole] & mask));
    }
}
