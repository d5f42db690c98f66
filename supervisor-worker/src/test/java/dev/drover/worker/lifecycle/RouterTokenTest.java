package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTokenTest {
    private static final Endpoint.Stdio PROGRAM =
            new Endpoint.Stdio("node", List.of("index.js"), Map.of("KEY", new Secret("k")));

    @Test
    void theTokenIsAmongTheSecretsOfTheProgram() {
        assertThat(definition(new Secret("t")).withRouterToken(PROGRAM))
                .isEqualTo(new Endpoint.Stdio(
                        "node", List.of("index.js"), Map.of("KEY", new Secret("k"), "DROVER_TOKEN", new Secret("t"))));
        assertThat(definition(null).withRouterToken(PROGRAM)).isEqualTo(PROGRAM);
    }

    @Test
    void aVariableOfTheDefinitionItselfWins() {
        var own = new Endpoint.Stdio("node", List.of(), Map.of("DROVER_TOKEN", new Secret("mine")));
        assertThat(definition(new Secret("t")).withRouterToken(own)).isEqualTo(own);
    }

    @Test
    void nothingIsKeptOfItWhenTheServerIsNoMore() {
        assertThat(definition(new Secret("t")).withoutSecrets().routerToken()).isNull();
    }

    private static Definition definition(@Nullable Secret token) {
        return new Definition(
                1, "s", PROGRAM, RestartPolicy.NEVER, Duration.ofSeconds(60), Duration.ofSeconds(30), token);
    }
}
