package dev.drover.schemas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static final AllowedHosts NONE = AllowedHosts.of(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "168.63.129.16",
                "169.254.169.254",
                "100.100.100.200",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1:7f00:0:100::",
                "64:ff9b:1::8.8.8.8",
                "2002:7f00:1::",
                "2001::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void whatIsNotPublicIsRefused(String address) {
        assertThat(NONE.allows(InetAddress.ofLiteral(address))).isFalse();
        assertThat(NONE.mayAllow(address.contains(":") ? "[" + address + "]" : address))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "11.0.0.1",
                "168.63.129.17",
                "2606:4700::1111",
                "64:ff9b::8.8.8.8",
                "2002:808:808::",
                "::ffff:8.8.8.8"
            })
    void whatIsPublicIsAllowed(String address) {
        assertThat(NONE.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void anAddressIsTheSameWhenItIsMappedIntoIpv6() throws UnknownHostException {
        assertThat(NONE.allows(mapped(127, 0, 0, 1))).isFalse();
        assertThat(NONE.allows(mapped(8, 8, 8, 8))).isTrue();
        assertThat(AllowedHosts.of(List.of("10.0.0.0/8")).allows(mapped(10, 1, 2, 3)))
                .isTrue();
    }

    /** As a resolver may hand it over: Java's own literals become IPv4 addresses at once. */
    private static InetAddress mapped(int a, int b, int c, int d) throws UnknownHostException {
        byte[] address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) a, (byte) b, (byte) c, (byte) d};
        return Inet6Address.getByAddress(null, address, -1);
    }

    @Test
    void whatIsListedIsAllowedAndNoMore() {
        AllowedHosts hosts = AllowedHosts.of(List.of("10.1.0.0/16", "::1", " MCP.internal. ", "192.168.7.7"));
        assertThat(hosts.allows(InetAddress.ofLiteral("10.1.255.1"))).isTrue();
        assertThat(hosts.allows(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(hosts.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(hosts.allows(InetAddress.ofLiteral("192.168.7.7"))).isTrue();
        assertThat(hosts.allows(InetAddress.ofLiteral("192.168.7.8"))).isFalse();
        assertThat(hosts.lists("mcp.INTERNAL")).isTrue();
        assertThat(hosts.lists("other.internal")).isFalse();
    }

    @Test
    void localhostIsThisMachine() {
        assertThat(NONE.mayAllow("localhost")).isFalse();
        assertThat(NONE.mayAllow("a.LocalHost.")).isFalse();
        assertThat(AllowedHosts.of(List.of("127.0.0.0/8")).mayAllow("localhost"))
                .isTrue();
        assertThat(AllowedHosts.of(List.of("localhost")).mayAllow("localhost")).isTrue();
    }

    @Test
    void anyOtherNameIsDecidedWhenItIsResolved() {
        assertThat(NONE.mayAllow("mcp.example.com")).isTrue();
        assertThat(NONE.mayAllow("localhost.example.com")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/-1", "300.0.0.1", "::g", "a b", "*"})
    void whatCannotBeListedIsNamed(String entry) {
        assertThatThrownBy(() -> AllowedHosts.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }
}
