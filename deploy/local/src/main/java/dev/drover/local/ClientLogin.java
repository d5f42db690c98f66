package dev.drover.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How clients of a broker must log in: by TLS, with SCRAM. The broker itself reaches itself on a listener of its own.
 *
 * @param keyStore PKCS12, with the broker's certificate for 127.0.0.1
 * @param keyStorePassword of it and of its key
 */
public record ClientLogin(Path keyStore, String keyStorePassword, String user, String password) {
    static final String MECHANISM = "SCRAM-SHA-512";

    /** What the broker's metadata begins with: its user. */
    List<String> scramArguments() {
        return List.of("%s=[name=%s,password=%s]".formatted(MECHANISM, user, password));
    }

    /** @param internalPort where the broker reaches itself, on 127.0.0.1 */
    Map<String, String> settings(int port, int internalPort, String controllerListener) {
        String outside = "OUTSIDE://127.0.0.1:" + port;
        String inside = "INSIDE://127.0.0.1:" + internalPort;
        return Map.of(
                "listeners",
                outside + "," + inside + "," + controllerListener,
                "advertised.listeners",
                outside + "," + inside,
                "inter.broker.listener.name",
                "INSIDE",
                "listener.security.protocol.map",
                "OUTSIDE:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                MECHANISM,
                "listener.name.outside.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keyStore.toString(),
                "ssl.keystore.password",
                keyStorePassword,
                "ssl.key.password",
                keyStorePassword);
    }
}
