package dev.drover.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClientEntryTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'command': 'npx', 'args': ['-y'], 'env': {'A': 'b'}, 'type': 'stdio'} | {'command':'npx','args':['-y'],'env':{'A':'b'}}
            {'type': 'sse', 'url': 'http://h', 'headers': {'A': 'b'}}              | {'transport':'sse','url':'http://h','headers':{'A':'b'}}
            {'type': 'http', 'url': 'http://h'}                                    | {'transport':'streamable_http','url':'http://h'}
            {'type': 'streamableHttp', 'url': 'http://h'}                          | {'transport':'streamable_http','url':'http://h'}
            {'type': 'streamable-http', 'url': 'http://h'}                         | {'transport':'streamable_http','url':'http://h'}
            {'serverUrl': 'http://h'}                                              | {'url':'http://h'}
            {'httpUrl': 'http://h'}                                                | {'url':'http://h','transport':'streamable_http'}
            {'command': 'x', 'timeout': 60}                                        | {'command':'x','request_timeout_seconds':60}
            {'command': 'x', 'timeout': 30000}                                     | {'command':'x','request_timeout_seconds':30}
            {'command': 'x', 'disabled': false}                                    | {'command':'x'}
            {'type': 'carrier pigeon', 'url': 'http://h'}                          | {'transport':'carrier pigeon','url':'http://h'}
            """)
    void whatMeansTheSameHereIsTranslated(String entry, String definition) {
        ClientEntry read = read(entry);

        assertThat(read.definition().toString()).isEqualTo(definition.replace('\'', '"'));
        assertThat(read.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'alwaysAllow': ['a']}             | 'alwaysAllow' was left out
            {'autoApprove': []}                | 'autoApprove' was left out
            {'cwd': '/x'}                      | 'cwd' was left out
            {'envFile': '.env'}                | 'envFile' is not read here
            {'icon': 'x'}                      | 'icon' is not known here
            {'timeout': 3600}                  | 'timeout' was cut to 300 s
            {'timeout': 'long'}                | 'timeout' is no number
            {'timeout': 1e30}                  | 'timeout' is no number
            {'timeout': 99999999999999999999}  | 'timeout' is no number
            {'env': {'A': '${input:key}'}}     | 'env' holds ${…}
            {'headers': {'A': 'Bearer ${B}'}}  | 'headers' holds ${…}
            """)
    void whatDoesNotIsSaid(String entry, String warning) {
        assertThat(read(entry).warnings()).singleElement().asString().startsWith(warning);
    }

    @Test
    void anEntryIsDisabledInEitherWay() {
        assertThat(read("{'disabled': true}").isDisabled()).isTrue();
        assertThat(read("{'enabled': false}").isDisabled()).isTrue();
        assertThat(read("{'command': 'x'}").isDisabled()).isFalse();
    }

    private static ClientEntry read(String entry) {
        JsonNode json = JSON.readTree(entry.replace('\'', '"'));
        return ClientEntry.of(json);
    }
}
