package dev.drover.api.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.api.definition.Endpoint.Transport;
import dev.drover.api.problem.Problem;
import dev.drover.schemas.address.AllowedHosts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class DefinitionRulesTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final DefinitionRules rules =
            new DefinitionRules(List.of("npx", "node"), AllowedHosts.of(List.of("10.1.0.0/16")));

    @Test
    void aStdioDefinitionGetsTheDefaults() {
        assertThat(check("{'name': 'n', 'command': 'npx', 'args': ['-y'], 'env': {'A_1': ''}}"))
                .isEqualTo(new Definition(
                        "n",
                        "",
                        new Endpoint.Stdio("npx", List.of("-y"), Map.of("A_1", new Secret.Sent(""))),
                        RestartPolicy.ON_FAILURE,
                        60,
                        30));
    }

    @Test
    void aRemoteDefinitionGetsTheDefaults() {
        assertThat(check("{'name': 'n', 'url': 'https://h/x', 'headers': {'X-K': 'v'}}")
                        .endpoint())
                .isEqualTo(
                        new Endpoint.Remote("https://h/x", Transport.AUTO, Map.of("X-K", new Secret.Sent("v")), false));
    }

    @Test
    void anAddressThatTheOperatorListsMayBeUsed() {
        assertThat(check("{'name': 'n', 'url': 'http://10.1.0.1'}").endpoint())
                .isEqualTo(new Endpoint.Remote("http://10.1.0.1", Transport.AUTO, Map.of(), false));
    }

    @Test
    void everythingCanBeChosen() {
        Definition definition = check("{'name': 'n', 'description': 'd', 'url': 'http://h', 'transport': 'sse',"
                + " 'forward_user_token': true, 'restart': 'never', 'startup_timeout_seconds': 600,"
                + " 'request_timeout_seconds': 300}");
        assertThat(definition)
                .isEqualTo(new Definition(
                        "n",
                        "d",
                        new Endpoint.Remote("http://h", Transport.SSE, Map.of(), true),
                        RestartPolicy.NEVER,
                        600,
                        300));
    }

    @Test
    void whoIsNotVerifiedIsKeptAsThat() {
        Definition definition = check("{'name': 'n', 'url': 'https://h', 'tls_verify': false}");
        assertThat(definition.endpoint())
                .isEqualTo(new Endpoint.Remote("https://h", Transport.AUTO, Map.of(), false, null, false));
        assertThat(StoredDefinition.of(definition).tlsVerify()).isFalse();
        assertThat(StoredDefinition.of(check("{'name': 'n', 'url': 'https://h'}"))
                        .tlsVerify())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'command': 'npx'}                                                 | name_required        | name
            {'name': ' ', 'command': 'npx'}                                    | name_required        | name
            {'name': 'a\\nb', 'command': 'npx'}                                | invalid_characters   | name
            {'name': 'n'}                                                      | command_or_url       | command
            {'name': 'n', 'command': 'npx', 'url': 'http://h'}                 | command_or_url       | url
            {'name': 'n', 'command': ' '}                                      | command_or_url       | command
            {'name': 'n', 'command': 'sh'}                                     | command_not_allowed  | command
            {'name': 'n', 'command': '/usr/bin/npx'}                           | command_not_allowed  | command
            {'name': 'n', 'command': 'npx', 'headers': {}}                     | field_not_applicable | headers
            {'name': 'n', 'command': 'npx', 'transport': 'sse'}                | field_not_applicable | transport
            {'name': 'n', 'command': 'npx', 'env': {'1A': 'v'}}                | invalid_env_name     | env
            {'name': 'n', 'command': 'npx', 'env': {'A-B': 'v'}}               | invalid_env_name     | env
            {'name': 'n', 'command': 'npx', 'env': {'A': null}}                | invalid_field        | env.A
            {'name': 'n', 'command': 'npx', 'args': ['a', '\\u0000']}          | invalid_characters   | args[1]
            {'name': 'n', 'command': 'npx', 'restart': 'sometimes'}            | invalid_restart      | restart
            {'name': 'n', 'command': 'npx', 'startup_timeout_seconds': 0}      | timeout_out_of_range | startup_timeout_seconds
            {'name': 'n', 'command': 'npx', 'startup_timeout_seconds': 601}    | timeout_out_of_range | startup_timeout_seconds
            {'name': 'n', 'command': 'npx', 'request_timeout_seconds': 301}    | timeout_out_of_range | request_timeout_seconds
            {'name': 'n', 'url': 'ftp://h'}                                    | invalid_url          | url
            {'name': 'n', 'url': 'http://'}                                    | invalid_url          | url
            {'name': 'n', 'url': 'http:///x'}                                  | invalid_url          | url
            {'name': 'n', 'url': 'h/x'}                                        | invalid_url          | url
            {'name': 'n', 'url': 'http://h x'}                                 | invalid_url          | url
            {'name': 'n', 'url': 'http://u:p@h'}                               | invalid_url          | url
            {'name': 'n', 'url': 'http://127.0.0.1:1/x'}                       | url_not_allowed      | url
            {'name': 'n', 'url': 'http://[::ffff:7f00:1]/'}                    | url_not_allowed      | url
            {'name': 'n', 'url': 'http://localhost'}                           | url_not_allowed      | url
            {'name': 'n', 'url': 'http://169.254.169.254/latest'}              | url_not_allowed      | url
            {'name': 'n', 'url': 'http://10.2.0.1'}                            | url_not_allowed      | url
            {'name': 'n', 'url': 'http://2130706433/'}                         | url_not_allowed      | url
            {'name': 'n', 'url': 'http://127.1/'}                              | invalid_url          | url
            {'name': 'n', 'url': 'http://h', 'args': []}                       | field_not_applicable | args
            {'name': 'n', 'url': 'http://h', 'env': {'A': 'v'}}                | field_not_applicable | env
            {'name': 'n', 'url': 'http://h', 'transport': 'stdio'}             | invalid_transport    | transport
            {'name': 'n', 'url': 'http://h', 'headers': {'a b': 'v'}}          | invalid_header_name  | headers
            {'name': 'n', 'url': 'http://h', 'headers': {'Content-Length': '1'}} | invalid_header_name | headers
            {'name': 'n', 'url': 'https://h', 'tls_ca': 'no certificate'}      | invalid_field        | tls_ca
            {'name': 'n', 'command': 'npx', 'tls_verify': false}               | field_not_applicable | tls_verify
            {'name': 'n', 'url': 'http://h', 'headers': {'A': 'v\\r\\nB: w'}}  | invalid_characters   | headers.A
            """)
    void aBrokenRuleIsNamedWithItsField(String definition, String code, String field) {
        Problem problem = refused(definition);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.members()).containsEntry("field", field);
        assertThat(problem.status()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void everyLimitIsTheLastThatPasses() {
        assertThat(check(named("é".repeat(255))).name()).hasSize(255);
        assertThat(refused(named("n".repeat(256))).code()).isEqualTo("name_too_long");

        DefinitionRules all = new DefinitionRules(List.of("*"), AllowedHosts.of(List.of()));
        String longest = "c".repeat(500);
        assertThat(all.check(parsed("{'name': 'n', 'command': '" + longest + "'}"))
                        .endpoint())
                .isEqualTo(new Endpoint.Stdio(longest, List.of(), Map.of()));
        assertThat(refused("{'name': 'n', 'command': '" + longest + "c'}").code())
                .isEqualTo("command_too_long");

        String args = "'a',".repeat(99);
        check("{'name': 'n', 'command': 'npx', 'args': [" + args + "'a']}");
        assertThat(refused("{'name': 'n', 'command': 'npx', 'args': [" + args + "'a','a']}")
                        .code())
                .isEqualTo("too_many_args");

        String large = "x".repeat(64 * 1024);
        assertThat(refused("{'name': 'n', 'command': 'npx', 'env': {'A': '" + large + "'}}")
                        .code())
                .isEqualTo("definition_too_large");
    }

    @Test
    void aSecretNeverShowsInAProblemOrAsText() {
        Definition definition = check("{'name': 'n', 'command': 'npx', 'env': {'A': 's3cret'}}");
        assertThat(definition.toString()).doesNotContain("s3cret");
        Problem problem = refused("{'name': 'n', 'url': 'http://h', 'headers': {'A': 's3cret\\n'}}");
        assertThat(problem.toDetail().toString()).doesNotContain("s3cret");
    }

    private Definition check(String json) {
        return rules.check(parsed(json));
    }

    private Problem refused(String json) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> check(json)), "it passed");
    }

    private static DefinitionRequest parsed(String json) {
        return JSON.readValue(json.replace('\'', '"'), DefinitionRequest.class);
    }

    private static String named(String name) {
        return "{'name': '" + name + "', 'command': 'npx'}";
    }
}
