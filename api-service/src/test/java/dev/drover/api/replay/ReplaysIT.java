package dev.drover.api.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.auditor.PublishedEvents;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerStopping;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole service with clients of its replays that read nothing. */
@ExtendWith(ApiAgainstRealParts.class)
class ReplaysIT {
    private final ApiUnderTest api;
    private final PublishedEvents events;

    ReplaysIT(Parts parts) {
        api = parts.api();
        events = new PublishedEvents(parts.kafka().bootstrapServers());
    }

    /** Takes nothing until it may. */
    private static final class StandingStill extends OutputStream {
        private final CountDownLatch begun;
        private final CountDownLatch over;

        StandingStill(CountDownLatch begun, CountDownLatch over) {
            this.begun = begun;
            this.over = over;
        }

        @Override
        public void write(int b) throws IOException {
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void clientsThatStandStillDoNotHoldUpTheProjector() throws InterruptedException {
        long id = api.createServer("meanwhile");
        events.happened(id, new ServerDefined("meanwhile", "d1", List.of()));
        Replays replays = api.part(Replays.class);
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch over = new CountDownLatch(1);
        List<Thread> clients = IntStream.range(0, 4)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> replay(replays, new StandingStill(begun, over))))
                .toList();
        try {
            begun.await();
            assertThat(api.get("/internal/audit/events").text("code")).isEqualTo("too_many_replays");
            events.happened(id, new ServerStopping());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> api.jdbc()
                            .sql("select status from server_status where server_id = ?")
                            .param(id)
                            .query(String.class)
                            .list()
                            .equals(List.of("stopping")));
        } finally {
            over.countDown();
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(api.get("/internal/audit/events").status()).isEqualTo(200);
    }

    /** Breaks with the first byte, as the connection of a client that has gone. */
    private static final class Gone extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("nobody reads any more");
        }
    }

    @Test
    void readingEndsWhenTheClientHasGone() {
        long id = api.createServer("much to read");
        events.happened(id, new ServerDefined("much to read", "d1", List.of()));
        String longName = "x".repeat(300 * 1024);
        // More batches than are read ahead: the reader waits for its writer when that one is gone.
        IntStream.range(0, 12)
                .forEach(i -> events.happened(
                        id,
                        new CatalogueChanged(
                                CatalogueKind.TOOLS, "c" + i, 1, List.of(longName), List.of("i" + i), "[]")));
        Replays replays = api.part(Replays.class);
        Thread client = Thread.ofPlatform().daemon().start(() -> replay(replays, new Gone()));
        await().atMost(Duration.ofSeconds(30)).until(() -> !client.isAlive());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("replay-reader");
    }

    private static void replay(Replays replays, OutputStream client) {
        try {
            replays.write(ReplayRequest.EVERYTHING, () -> client);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
