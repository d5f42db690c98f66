package dev.drover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("XDG_DATA_HOME", "/home/me/data");

    @Test
    void everyOptionHasADefault() {
        assertThat(Options.parse(ENVIRONMENT))
                .isEqualTo(new Options(1, 8080, Path.of("/home/me/data/drover"), false, false));
    }

    @Test
    void aValueMayStandApartOrBehindAnEqualsSign() {
        assertThat(Options.parse(ENVIRONMENT, "--workers=3", "--port", "9000", "--data=/tmp/x", "--fresh"))
                .isEqualTo(new Options(3, 9000, Path.of("/tmp/x"), true, false));
    }

    @Test
    void aMistakeNamesTheOptionAndWhatItTakes() {
        assertRefused("--workers takes a number from 1 to 16, not '0'", "--workers", "0");
        assertRefused("--port takes a number from 1 to 65535, not 'http'", "--port", "http");
        assertRefused("--data needs a value", "--data");
        assertRefused("Unknown option --verbose", "--verbose");
    }

    private static void assertRefused(String reason, String... arguments) {
        assertThatThrownBy(() -> Options.parse(ENVIRONMENT, arguments))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(reason);
    }
}
