package dev.drover.worker.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedJsonTest {
    private static String masked(String text) {
        return text.replace("1234", "***").replace("a \"b\"", "***");
    }

    @Test
    void jsonWithoutSecretsStaysAsItIs() {
        String json =
                "[ {\"price\": 1.10, \"big\":12345 , \"u\":\"\\u00e4\"} ]".replace("12345", "98765432109876543210");
        assertThat(MaskedJson.of(json, MaskedJsonTest::masked)).isEqualTo(json);
    }

    @Test
    void secretsAreMaskedInStringsNumbersAndNamesAndItIsStillJson() {
        assertThat(MaskedJson.of(
                        "{\"x1234\":[\"12345\",91234,true,null,{\"s\":\"a \\\"b\\\" c\"}]}", MaskedJsonTest::masked))
                .isEqualTo("{\"x***\":[\"***5\",\"9***\",true,null,{\"s\":\"*** c\"}]}");
    }
}
