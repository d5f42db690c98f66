package dev.drover.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenJsonTest {
    private static final String LONG_NUMBER = "1".repeat(1_001);

    @Test
    void everyKindOfValueStaysWhatItWas() {
        String written = "{\"a\":[1,-2.50,\"ä\",true,false,null,{},[]],\"b\":{\"c\":\"\"}}";
        assertThat(WrittenJson.forJson(written).toString()).isEqualTo(written);
        assertThat(WrittenJson.forJsonb(written).toString()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, 1E+400",
        "-1e-400, -1E-400",
        "1.10, 1.10",
        "0.1234567890123456789, 0.1234567890123456789",
        "123456789012345678901234567890, 123456789012345678901234567890"
    })
    void aNumberThatADoubleCannotHoldKeepsItsDigits(String written, String kept) {
        assertThat(WrittenJson.forJson("[" + written + "]").toString()).isEqualTo("[" + kept + "]");
        assertThat(WrittenJson.forJsonb("[" + written + "]").toString()).isEqualTo("[" + kept + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999999", "1E-999999999999"})
    void aNumberThatNobodyCanHoldIsTheTextOfItself(String written) {
        String kept = "{\"a\":\"" + written + "\",\"b\":1}";
        assertThat(WrittenJson.forJson("{\"a\":" + written + ",\"b\":1}").toString())
                .isEqualTo(kept);
        assertThat(WrittenJson.forJsonb("{\"a\":" + written + ",\"b\":1}").toString())
                .isEqualTo(kept);
    }

    @Test
    void aNumberThatReadersRefuseIsTheTextOfItself() {
        assertThat(WrittenJson.forJson("[" + LONG_NUMBER + "]").toString()).isEqualTo("[\"" + LONG_NUMBER + "\"]");
        assertThat(WrittenJson.forJson("[1e5000]").toString()).isEqualTo("[1E+5000]");
        assertThat(WrittenJson.forJsonb("[1e999,-1e999,1e-998]").toString()).isEqualTo("[1E+999,\"-1e999\",1E-998]");
        assertThat(WrittenJson.forJsonb("[1e1000,1e-999]").toString()).isEqualTo("[\"1e1000\",\"1e-999\"]");
    }

    @Test
    void whatPostgresCannotKeepIsReplaced() {
        assertThat(WrittenJson.forJson("{\"k\\u0000\":[\"\\ud800\"]}").toString())
                .isEqualTo("{\"k\uFFFD\":[\"\uFFFD\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not { json", "{\"a\":1", "[1,]", "{} {}", "1 2", ""})
    void whatIsNoJsonIsOneText(String written) {
        assertThat(WrittenJson.forJson(written).isString()).isTrue();
        assertThat(WrittenJson.forJson(written).stringValue()).isEqualTo(written);
    }
}
