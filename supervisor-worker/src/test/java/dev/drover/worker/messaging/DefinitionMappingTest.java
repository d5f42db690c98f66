package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.ServerDefined;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.lifecycle.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionMappingTest {
    static Stream<Endpoint> endpoints() {
        Map<String, Secret> secrets = Map.of("B_KEY", new Secret("hush-hush"), "A_KEY", new Secret("ä€"));
        return Stream.of(
                new Endpoint.Stdio("npx", List.of("-y", "package"), secrets),
                new Endpoint.Remote("https://example.com/mcp", Endpoint.Transport.SSE, secrets, true));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void aDefinitionComesBackFromItsMessage(Endpoint endpoint) {
        assertThat(DefinitionMapping.toDomain(DefinitionMapping.toMessage(definition(endpoint))))
                .isEqualTo(definition(endpoint));
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
            case Endpoint.Remote(var url, var transport, var _, var forwards) ->
                new Endpoint.Remote(url, transport, others, forwards);
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
