package dev.drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UserContextTest {
    @Test
    void theFirstThatIsThereNamesTheUser() {
        assertThat(new UserContext("token", "key").token()).contains("token");
        assertThat(new UserContext(" ", "key").token()).contains("key");
        assertThat(new UserContext(null, null).token()).isEmpty();
    }

    @Test
    void aServerIsSentItTwice() {
        assertThat(new UserContext(null, "key").headers())
                .isEqualTo(Map.of("Authorization", "Bearer key", "X-User-Token", "key"));
        assertThat(new UserContext(null, null).headers()).isEmpty();
    }

    @Test
    void itsTextFormShowsNothing() {
        assertThat(new UserContext("token", "key").toString()).doesNotContain("token", "key");
    }

    @Test
    void whatIsNoHeaderIsNoToken() {
        assertThat(UserContext.isToken("x".repeat(8192))).isTrue();
        for (String text : new String[] {"", "two words", "two\nlines", "ä", "x".repeat(8193)}) {
            assertThat(UserContext.isToken(text)).as(text).isFalse();
        }
    }
}
