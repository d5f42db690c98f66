package dev.drover.local.testing;

import dev.drover.local.ClientLogin;
import dev.drover.local.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An embedded broker that lets clients in by TLS with SCRAM only, gone with its data at close. */
public final class SecuredKafka implements AutoCloseable {
    private static final String PASSWORD = "the-password-of-a-test";

    private final Path directory = TemporaryDirectory.create("secured-kafka");
    private final Path keyStore = directory.resolve("broker.p12");
    private final EmbeddedKafka kafka;

    private SecuredKafka() {
        makeCertificate(keyStore);
        kafka = new EmbeddedKafka(
                directory.resolve("data"), 0, new ClientLogin(keyStore, PASSWORD, "drover", PASSWORD));
    }

    public static SecuredKafka start() {
        SecuredKafka secured = new SecuredKafka();
        secured.kafka.start();
        return secured;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Arguments with which a service logs in: Spring's own settings, as an operator gives them. */
    public String[] arguments() {
        return new String[] {
            "--spring.kafka.security.protocol=SASL_SSL",
            "--spring.kafka.properties[sasl.mechanism]=SCRAM-SHA-512",
            "--spring.kafka.properties[sasl.jaas.config]=org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"drover\" password=\"" + PASSWORD + "\";",
            "--spring.kafka.ssl.trust-store-location=file:" + keyStore,
            "--spring.kafka.ssl.trust-store-password=" + PASSWORD,
            "--spring.kafka.ssl.trust-store-type=PKCS12"
        };
    }

    /** It serves as what clients trust, too. */
    private static void makeCertificate(Path keyStore) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD);
        try {
            Process keytool = new ProcessBuilder(command).inheritIO().start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool made no certificate");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kafka.stop();
        TemporaryDirectory.delete(directory);
    }
}
