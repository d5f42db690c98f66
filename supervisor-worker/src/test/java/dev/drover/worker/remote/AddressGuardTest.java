package dev.drover.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.schemas.address.AllowedHosts;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AddressGuardTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("8.8.8.8", "2606:4700::1111"),
            "inside.example", List.of("10.0.0.7"),
            "both.example", List.of("8.8.8.8", "169.254.169.254"));

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.startsWith("[") || Character.isDigit(host.charAt(0))) {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        }
        List<String> found = NAMES.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private static AddressGuard guard(String... allowed) {
        return new AddressGuard(AllowedHosts.of(List.of(allowed)), AddressGuardTest::resolve);
    }

    @Test
    void whatIsPublicIsAnsweredWithItsAddresses() throws Exception {
        assertThat(guard().check(URI.create("https://public.example/mcp"))).hasSize(2);
    }

    @Test
    void aNameOfWhichOneAddressIsNotPublicIsRefused() {
        for (String host : List.of("inside.example", "both.example", "127.0.0.1:8080", "[::1]")) {
            assertThatThrownBy(() -> guard().check(URI.create("http://" + host + "/")))
                    .isInstanceOf(AddressNotAllowed.class)
                    .message()
                    .contains("DROVER_ALLOWED_URL_HOSTS")
                    .doesNotContain("10.0.0.7", "169.254");
        }
    }

    @Test
    void whatTheOperatorListsIsAllowed() throws Exception {
        assertThat(guard("inside.example").check(URI.create("http://inside.example/")))
                .hasSize(1);
        assertThat(guard("10.0.0.0/8").check(URI.create("http://inside.example/")))
                .hasSize(1);
        assertThatThrownBy(() -> guard("10.0.0.0/8").check(URI.create("http://both.example/")))
                .isInstanceOf(AddressNotAllowed.class);
    }

    @Test
    void anUnknownHostIsNoRefusal() {
        assertThatThrownBy(() -> guard().check(URI.create("http://nowhere.example/")))
                .isInstanceOf(UnknownHostException.class);
    }

    /** A literal must not be taken for a name by the JVM's own resolver. */
    @Test
    void theJvmResolvesLiteralsItself() throws Exception {
        AddressGuard guard = new AddressGuard(AllowedHosts.of(List.of("::1")));
        assertThat(guard.check(URI.create("http://[::1]:1/"))).containsExactly(InetAddress.ofLiteral("::1"));
        assertThatThrownBy(() -> guard.check(URI.create("http://127.0.0.1/"))).isInstanceOf(AddressNotAllowed.class);
        assertThat(Objects.requireNonNull(URI.create("http://[::1]/").getHost()))
                .isEqualTo("[::1]");
    }
}
