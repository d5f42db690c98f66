package dev.drover.api.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a server is and how it is spoken to. */
public sealed interface Endpoint {
    /** Values that go to the worker and to nobody else, by the name of their env variable or header. */
    Map<String, Secret> secrets();

    /** The same with other values. */
    Endpoint withSecrets(Map<String, Secret> others);

    /** @param command as written; a bare name is looked up on the worker's PATH; never a shell line */
    record Stdio(String command, List<String> args, Map<String, Secret> env) implements Endpoint {
        public Stdio {
            args = List.copyOf(args);
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        }

        @Override
        public Map<String, Secret> secrets() {
            return env;
        }

        @Override
        public Endpoint withSecrets(Map<String, Secret> others) {
            return new Stdio(command, args, others);
        }
    }

    /**
     * @param url http or https, with a host
     * @param tlsCa certificates (PEM) of who vouches for it; null: whom the workers' Java trusts
     * @param tlsVerify false: whoever answers is believed
     */
    record Remote(
            String url,
            Transport transport,
            Map<String, Secret> headers,
            boolean forwardsUserToken,
            @Nullable String tlsCa,
            boolean tlsVerify)
            implements Endpoint {
        /** One whose certificate is looked at as any other's. */
        public Remote(String url, Transport transport, Map<String, Secret> headers, boolean forwardsUserToken) {
            this(url, transport, headers, forwardsUserToken, null, true);
        }

        public Remote {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public Map<String, Secret> secrets() {
            return headers;
        }

        @Override
        public Endpoint withSecrets(Map<String, Secret> others) {
            return new Remote(url, transport, others, forwardsUserToken);
        }
    }

    /** {@code AUTO}: Streamable HTTP first, SSE if that is refused. */
    enum Transport {
        AUTO,
        STREAMABLE_HTTP,
        SSE
    }
}
