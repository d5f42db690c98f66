package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.worker.supervision.McpFailure;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class WireTest {
    @Test
    void messagesAreToldApart() {
        assertThat(Wire.decode("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\": 1.0}}"))
                .isEqualTo(new JSONRPCNotification("m", new RawJson("{\"a\": 1.0}")));
        assertThat(Wire.decode(" {\"id\":7,\"method\":\"m\",\"jsonrpc\":\"2.0\"}\r"))
                .isEqualTo(new JSONRPCRequest("m", 7L, null));
        assertThat(Wire.decode("{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"result\":{ }}"))
                .isEqualTo(JSONRPCResponse.result("i", new RawJson("{ }")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "{}",
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\"} {}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1.5}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"?\"}}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]"
            })
    void whatIsNoMessageIsNull(String line) {
        assertThat(Wire.decode(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"result\":null",
                ",\"result\":[]",
                ",\"error\":{}",
                ",\"error\":{\"code\":\"x\",\"message\":1}",
                ",\"error\":{\"code\":99999999999}"
            })
    void anAnswerThatIsOutOfOrderIsAFailure(String rest) {
        assertThat(Wire.decode("{\"jsonrpc\":\"2.0\",\"id\":\"i\"" + rest + "}"))
                .isInstanceOfSatisfying(
                        JSONRPCResponse.class,
                        response -> assertThat(response.result()).isInstanceOf(McpFailure.class));
    }

    @Test
    void fieldsOfALongTextAreCutWhereTheyAre() {
        String large = "\"" + "ä€🐂\\n".repeat(100_000) + "\"";

        assertThat(new RawJson("{\"a\":" + large + " , \"b\" : -1.50e3,\"c\":[" + large + "],\"d\":true}").fields())
                .containsEntry("a", new RawJson(large))
                .containsEntry("b", new RawJson("-1.50e3"))
                .containsEntry("c", new RawJson("[" + large + "]"))
                .containsEntry("d", new RawJson("true"));
    }

    @Test
    void aTextThatIsNoObjectHasNoFields() {
        assertThatThrownBy(() -> new RawJson("[1]").fields()).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> new RawJson("{\"a\":1").fields()).isInstanceOf(JacksonException.class);
    }

    @Test
    void aLogShowsNoContents() {
        assertThat(new RawJson("{\"password\":\"p\"}")).hasToString("JSON of 16 characters");
    }
}
