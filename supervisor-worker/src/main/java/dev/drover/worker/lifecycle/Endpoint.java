package dev.drover.worker.lifecycle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a server is and how it is spoken to. */
public sealed interface Endpoint {
    /**
     * A program on this host, spoken to over its stdin and stdout.
     *
     * @param command as written by the user; a bare name is looked up on the PATH; never a shell line
     * @param env what it gets beside what every server gets; the values are secrets
     */
    record Stdio(String command, List<String> args, Map<String, Secret> env) implements Endpoint {
        public Stdio {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        /** The same with values that are not sealed. Throws what a secret's source does. */
        public Stdio opened() {
            return new Stdio(command, args, Endpoint.opened(env));
        }
    }

    /**
     * A server somewhere else, spoken to over HTTP.
     *
     * @param headers sent with every request; the values are secrets
     * @param forwardsUserToken whether it is asked in the name of the platform's user, where there is one
     */
    record Remote(String url, Transport transport, Map<String, Secret> headers, boolean forwardsUserToken, Trust trust)
            implements Endpoint {
        public Remote {
            headers = Map.copyOf(headers);
        }

        /** One whose certificate is looked at as any other's. */
        public Remote(String url, Transport transport, Map<String, Secret> headers, boolean forwardsUserToken) {
            this(url, transport, headers, forwardsUserToken, Trust.USUAL);
        }

        /** The same with other headers. */
        public Remote with(Map<String, Secret> otherHeaders) {
            return new Remote(url, transport, otherHeaders, forwardsUserToken, trust);
        }

        /** The same with values that are not sealed. Throws what a secret's source does. */
        public Remote opened() {
            return with(Endpoint.opened(headers));
        }
    }

    private static Map<String, Secret> opened(Map<String, Secret> secrets) {
        Map<String, Secret> opened = new HashMap<>();
        secrets.forEach((name, secret) -> opened.put(name, new Secret(secret.value())));
        return opened;
    }

    /**
     * How a server's certificate is looked at.
     *
     * @param authorities certificates (PEM) of those who vouch for it; null: those that Java trusts
     * @param isVerified false: whoever answers is believed
     */
    record Trust(@Nullable String authorities, boolean isVerified) {
        public static final Trust USUAL = new Trust(null, true);
    }

    /** {@code AUTO}: Streamable HTTP first, SSE if that is refused. */
    enum Transport {
        AUTO,
        STREAMABLE_HTTP,
        SSE
    }
}
