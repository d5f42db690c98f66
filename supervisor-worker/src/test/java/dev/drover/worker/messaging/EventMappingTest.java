package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.worker.lifecycle.Catalogue;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.ServerError;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventMappingTest {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");

    @Test
    void aCatalogueTravelsWhole() {
        assertThat(EventMapping.body(catalogue(List.of("a", "b"), "[1]")))
                .isEqualTo(new CatalogueChanged(
                        dev.drover.schemas.message.CatalogueKind.TOOLS,
                        "digest",
                        2,
                        List.of("a", "b"),
                        List.of("digest of a", "digest of b"),
                        "[1]"));
    }

    @Test
    void aLargeCatalogueTravelsAsDigestAndNames() {
        CatalogueChanged changed = changed(List.of("a"), "x".repeat(EventMapping.CATALOGUE_LIMIT));
        assertThat(changed.getContent()).isNull();
        assertThat(changed.getNames()).containsExactly("a");
    }

    @Test
    void namesThatAreTooManyAreCutAndCounted() {
        List<String> names =
                IntStream.range(0, 2_000).mapToObj(i -> i + "n".repeat(1_000)).toList();
        CatalogueChanged changed = changed(names, "[]");
        assertThat(changed.getCount()).isEqualTo(2_000);
        assertThat(changed.getNames()).hasSizeBetween(400, 500);
        assertThat(changed.getItemDigests()).hasSameSizeAs(changed.getNames());
        assertThat(Stream.of(changed.getNames(), changed.getItemDigests())
                        .flatMap(List::stream)
                        .mapToInt(String::length)
                        .sum())
                .isLessThan(EventMapping.CATALOGUE_LIMIT);
    }

    private static CatalogueChanged changed(List<String> names, String content) {
        return (CatalogueChanged) EventMapping.body(catalogue(names, content));
    }

    private static ServerEvent catalogue(List<String> names, String content) {
        List<String> digests = names.stream().map(name -> "digest of " + name).toList();
        return new ServerEvent.CatalogueChanged(new Catalogue(CatalogueKind.TOOLS, "digest", names, digests, content));
    }

    @Test
    void textsOfServersAreCut() {
        String endless = "x".repeat(2_000_000);
        CommandFailed failed =
                (CommandFailed) EventMapping.body(new ServerEvent.CommandEnded(new Ending.Failed("CODE", endless)));
        assertThat(failed.getMessage()).hasSize(EventMapping.TEXT_LIMIT + 1);
        ServerInfo info = new ServerInfo(endless, endless, endless, endless);
        ServerStarted started = (ServerStarted)
                EventMapping.body(new ServerEvent.Started(1L, info, Duration.ofMillis(2), Duration.ofMillis(1), 0));
        assertThat(started.toString().length()).isLessThan(20_000);
        assertThat(started.getCapabilities()).isEqualTo("{}");
    }

    @Test
    void anErrorComesBackFromItsMessage() {
        for (Exit exit : List.of(Exit.code(1), new Exit(null, 9))) {
            ServerError error = new ServerError(ErrorCode.EXITED_EARLY, "It ended.", exit, List.of("line"), NOW);
            assertThat(EventMapping.toDomain(EventMapping.toMessage(error))).isEqualTo(error);
        }
        ServerError timeout = ServerError.of(ErrorCode.HANDSHAKE_TIMEOUT, "It was silent.", NOW);
        assertThat(EventMapping.toDomain(EventMapping.toMessage(timeout))).isEqualTo(timeout);
    }
}
