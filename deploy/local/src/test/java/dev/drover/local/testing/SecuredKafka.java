package dev.drover.local.testing;

import dev.drover.local.ClientLogin;
import dev.drover.local.EmbeddedKafka;
import java.nio.file.Path;

/** An embedded broker that lets clients in by TLS with SCRAM only, gone with its data at close. */
public final class SecuredKafka implements AutoCloseable {
    private static final String PASSWORD = "the-password-of-a-test";

    private final Path directory = TemporaryDirectory.create("secured-kafka");
    private final TestCertificate certificate = TestCertificate.make(directory);
    private final EmbeddedKafka kafka;

    private SecuredKafka() {
        kafka = new EmbeddedKafka(
                directory.resolve("data"),
                0,
                new ClientLogin(certificate.keyStore(), TestCertificate.PASSWORD, "drover", PASSWORD));
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
            "--spring.kafka.ssl.trust-store-location=file:" + certificate.keyStore(),
            "--spring.kafka.ssl.trust-store-password=" + TestCertificate.PASSWORD,
            "--spring.kafka.ssl.trust-store-type=PKCS12"
        };
    }

    @Override
    public void close() {
        kafka.stop();
        TemporaryDirectory.delete(directory);
    }
}
