package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FailPointsTest {
    @TempDir
    private Path directory = Path.of("");

    private Control control = new Control(directory);

    @BeforeEach
    void useTheDirectory() {
        control = new Control(directory);
        FailPoints.armedIn(directory);
    }

    @Test
    void anArmedPointStrikesOnce() {
        control.arm(FailPoint.AFTER_COMMIT, new Strike.Throw());
        assertThat(control.isArmed(FailPoint.AFTER_COMMIT)).isTrue();
        assertThatThrownBy(() -> FailPoints.reached("after-commit")).isInstanceOf(Struck.class);
        assertThat(control.isArmed(FailPoint.AFTER_COMMIT)).isFalse();
        assertThatCode(() -> FailPoints.reached("after-commit")).doesNotThrowAnyException();
    }

    @Test
    void onlyTheArmedPointStrikes() {
        control.arm(FailPoint.AFTER_COMMIT, new Strike.Throw());
        assertThatCode(() -> FailPoints.reached("before-commit")).doesNotThrowAnyException();
        assertThat(control.isArmed(FailPoint.AFTER_COMMIT)).isTrue();
    }

    @Test
    void aDisarmedPointDoesNotStrike() {
        control.arm(FailPoint.POLL, new Strike.Crash());
        assertThat(control.disarm(FailPoint.POLL)).isTrue();
        assertThat(control.disarm(FailPoint.POLL)).isFalse();
        assertThatCode(() -> FailPoints.reached("poll")).doesNotThrowAnyException();
    }

    @Test
    void whileOneThreadHangsAnotherPassesAndIsStruckAtAnotherPoint() throws Exception {
        Duration longTime = Duration.ofMillis(700);
        control.arm(FailPoint.POLL, new Strike.Hang(longTime));
        CompletableFuture<Long> hanging = CompletableFuture.supplyAsync(() -> {
            long begin = System.nanoTime();
            FailPoints.reached("poll");
            return System.nanoTime() - begin;
        });
        while (control.isArmed(FailPoint.POLL)) {
            Thread.onSpinWait();
        }
        FailPoints.reached("poll");
        control.arm(FailPoint.BEFORE_GO, new Strike.Throw());
        assertThatThrownBy(() -> FailPoints.reached("before-go")).isInstanceOf(Struck.class);
        assertThat(hanging).isNotDone();
        assertThat(hanging.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(longTime.toNanos());
    }

    @Test
    void whatIsBeingWrittenDoesNotStrikeYetAndWhatMakesNoSenseIsSaid() throws Exception {
        Path armed = Files.createFile(directory.resolve("poll"));
        FailPoints.reached("poll");
        assertThat(armed).exists();
        Files.writeString(armed, "explode\n");
        assertThatThrownBy(() -> FailPoints.reached("poll")).hasMessageContaining("explode");
    }

    @Test
    void aStrikeIsReadAsItIsWritten() {
        for (Strike strike :
                new Strike[] {new Strike.Crash(), new Strike.Throw(), new Strike.Hang(Duration.ofMillis(1500))}) {
            assertThat(Strike.parse(strike.text())).isEqualTo(strike);
        }
    }
}
