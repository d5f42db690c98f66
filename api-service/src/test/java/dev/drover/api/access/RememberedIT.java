package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.database.Notifications;
import dev.drover.api.database.OwnConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class RememberedIT {
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void nothingIsRememberedWhileChangesMayGoUnheard(ApiUnderTest api) {
        AccessChanges deaf = new AccessChanges(new Notifications(api.part(OwnConnection.class)), api.jdbc());
        Remembered<String> rows = new Remembered<>(deaf, this::read);
        assertThat(rows.find(1)).isEqualTo(rows.find(1));
        assertThat(reads).hasValue(2);
    }

    @Test
    void whatIsRememberedIsReadAgainAfterAChange(ApiUnderTest api) {
        Notifications notifications = new Notifications(api.part(OwnConnection.class));
        AccessChanges changes = new AccessChanges(notifications, api.jdbc());
        notifications.start();
        try {
            await().atMost(Duration.ofSeconds(5)).until(() -> changes.epoch().isPresent());
            Remembered<String> rows = new Remembered<>(changes, this::read);
            assertThat(rows.find(1)).isEqualTo(rows.find(1));
            assertThat(reads).hasValue(1);

            long before = changes.epoch().orElseThrow();
            api.part(AccessChanges.class).announce();
            await().atMost(Duration.ofSeconds(5)).until(() -> changes.epoch().orElseThrow() > before);
            assertThat(rows.find(1)).isPresent();
            assertThat(reads).hasValue(2);
        } finally {
            notifications.stop();
        }
    }

    @Test
    void aChangeWhileARowIsReadMakesItPartOfThePast(ApiUnderTest api) {
        Notifications notifications = new Notifications(api.part(OwnConnection.class));
        AccessChanges changes = new AccessChanges(notifications, api.jdbc());
        notifications.start();
        try {
            await().atMost(Duration.ofSeconds(5)).until(() -> changes.epoch().isPresent());
            Remembered<String> rows = new Remembered<>(changes, id -> {
                changes.begin();
                return read(id);
            });
            assertThat(rows.find(1)).isEqualTo(rows.find(1));
            assertThat(reads).hasValue(2);
        } finally {
            notifications.stop();
        }
    }

    private Optional<String> read(long id) {
        reads.incrementAndGet();
        return Optional.of("row " + id);
    }
}
