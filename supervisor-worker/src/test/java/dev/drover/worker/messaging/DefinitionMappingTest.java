package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerDefinition;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.lifecycle.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionMappingTest {
    private static final SealedValues VALUES = new SealedValues(Opener.generate(), 7);

    static Stream<Endpoint> endpoints() {
        Map<String, Secret> secrets = Map.of("B_KEY", new Secret("hush-hush"), "A_KEY", new Secret("ä€"));
        return Stream.of(
                new Endpoint.Stdio("npx", List.of("-y", "package"), secrets),
                new Endpoint.Remote(
                        "https://example.com/mcp",
                        Endpoint.Transport.SSE,
                        secrets,
                        true,
                        new Endpoint.Trust("a CA", false)));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void aDefinitionComesBackFromItsMessage(Endpoint endpoint) {
        Definition read = DefinitionMapping.toDomain(DefinitionMapping.toMessage(definition(endpoint)), VALUES);
        assertThat(DefinitionMapping.toMessage(read)).isEqualTo(DefinitionMapping.toMessage(definition(endpoint)));
        assertThat(values(read)).isEqualTo(values(definition(endpoint)));
    }

    /** What is written again is what came: a worker could not seal it as the API does. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void whatIsSealedStaysSealedUntilItIsNeeded(Endpoint endpoint) {
        Sealer sealer = Sealer.of(VALUES.opener().publicKeyset());
        ServerDefinition sent = DefinitionMapping.toMessage(definition(endpoint));
        ServerDefinition sealed = new ServerDefinition(
                sent.getGeneration(),
                sent.getName(),
                sent.getEndpoint(),
                sent.getRestart(),
                sent.getStartupTimeoutSeconds(),
                sent.getRequestTimeoutSeconds(),
                sealer.seal(7, "hush-hush token"));
        Definition read = DefinitionMapping.toDomain(sealed, VALUES);
        assertThat(DefinitionMapping.toMessage(read)).isEqualTo(sealed);
        assertThat(values(read)).isEqualTo(values(definition(endpoint)));
        assertThat(read.toString()).doesNotContain("hush-hush");
        assertThat(read).isEqualTo(DefinitionMapping.toDomain(sealed, VALUES));
    }

    private static List<String> values(Definition definition) {
        Map<String, Secret> secrets = switch (definition.endpoint()) {
            case Endpoint.Stdio stdio -> stdio.env();
            case Endpoint.Remote remote -> remote.headers();
        };
        return Stream.concat(
                        secrets.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue().value())
                                .sorted(),
                        Stream.of(
                                Objects.requireNonNull(definition.routerToken()).value()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theEventNamesSecretsAndTellsNone(Endpoint endpoint) {
        ServerDefined event = DefinitionMapping.event(definition(endpoint));
        assertThat(event.getSecretNames()).containsExactly("A_KEY", "B_KEY");
        assertThat(event.toString()).doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theDigestDoesNotDependOnSecrets(Endpoint endpoint) {
        Map<String, Secret> others = Map.of("B_KEY", new Secret("other"), "A_KEY", new Secret("other"));
        Endpoint rekeyed = switch (endpoint) {
            case Endpoint.Stdio(var command, var args, var _) -> new Endpoint.Stdio(command, args, others);
            case Endpoint.Remote remote -> remote.with(others);
        };
        String digest = DefinitionMapping.event(definition(endpoint)).getDigest();
        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(DefinitionMapping.event(definition(rekeyed)).getDigest()).isEqualTo(digest);
    }

    private static Definition definition(Endpoint endpoint) {
        return new Definition(
                4,
                "name",
                endpoint,
                RestartPolicy.ON_FAILURE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                new Secret("hush-hush token"));
    }
}
