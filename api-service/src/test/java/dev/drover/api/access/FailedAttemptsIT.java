package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class FailedAttemptsIT {
    @Test
    void anAddressThatKeepsTryingIsToldToWait(Parts parts) {
        try (ApiUnderTest api = ApiUnderTest.start(
                parts.kafka().bootstrapServers(),
                parts.postgres().jdbcUrl(),
                parts.postgres().username(),
                parts.postgres().password(),
                "--drover.failed-authentications-per-minute=3")) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(attempt(api).status()).isEqualTo(401);
            }
            Answer fourth = attempt(api);
            assertThat(fourth.status()).isEqualTo(429);
            assertThat(fourth.text("code")).isEqualTo("too_many_failed_attempts");
            assertThat(fourth.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 21L);

            // Whoever shares the address and has a good credential, goes on.
            assertThat(api.get("/internal/apps").status()).isEqualTo(200);
            // To have none is no attempt.
            assertThat(api.sendAs("GET", "/internal/apps", null).status()).isEqualTo(401);
        }
    }

    private static Answer attempt(ApiUnderTest api) {
        return api.sendAs("GET", "/internal/apps", null, "Authorization", "Bearer drv_plat_wrong");
    }
}
