package dev.drover.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.replay.ChainCheck.Finding;
import dev.drover.schemas.EventDigest;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStopping;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Copies of a log that somebody has laid hands on. */
class ChainCheckTest {
    private static final int EVENTS = 20;

    private final List<byte[]> log = new ArrayList<>();

    ChainCheckTest() {
        ByteBuffer last = null;
        for (int i = 0; i < EVENTS; i++) {
            byte[] value = event(i, 10, last);
            log.add(value);
            last = EventDigest.of(value);
        }
    }

    private static byte[] event(int number, long claim, @Nullable ByteBuffer previous) {
        return new MessageCodec<>(Event.class)
                .encode(Event.newBuilder()
                        .setEventId("3-" + claim + "-" + number)
                        .setServerId(7L)
                        .setAppId(1L)
                        .setOccurredAt(Instant.ofEpochSecond(1_000 + number))
                        .setWorkerId("w-1")
                        .setShard(3)
                        .setClaim(claim)
                        .setSequence(number)
                        .setPreviousDigest(previous)
                        .setBody(new ServerStopping())
                        .build());
    }

    private Finding found() {
        return found(null);
    }

    private Finding found(@Nullable LogCheckpoint checkpoint) {
        Lane lane = new Lane(LogSource.shard(3), 0, log.size(), Long.MAX_VALUE);
        for (int i = 0; i < log.size(); i++) {
            lane.add(new ConsumerRecord<>(Topic.EVENTS.topicName(), 3, i, new byte[0], log.get(i)));
        }
        ChainCheck check = new ChainCheck(checkpoint);
        for (LogEntry entry = lane.head(); entry != null; entry = lane.head()) {
            check.add(entry, true);
            lane.removeHead();
        }
        return check.findings().getFirst();
    }

    private long firstBreak() {
        ChainCheck.Break first = found().first();
        return first == null ? -1 : first.offset();
    }

    @Test
    void aLogAsItWasWrittenHasNoBreak() {
        Finding found = found();
        assertThat(found.breaks()).isZero();
        assertThat(found.events()).isEqualTo(EVENTS);
        assertThat(found.unchained()).isZero();
    }

    @Test
    void everyFlippedByteIsFoundAtItsEventOrTheNext() {
        for (int at = 0; at < log.get(5).length; at++) {
            byte[] original = log.get(5);
            byte[] flipped = original.clone();
            flipped[at] ^= 0x10;
            log.set(5, flipped);
            assertThat(firstBreak()).as("byte %d", at).isBetween(5L, 6L);
            log.set(5, original);
        }
    }

    @Test
    void aDroppedEventIsFoundWhereItIsMissing() {
        log.remove(8);
        assertThat(firstBreak()).isEqualTo(8);
    }

    @Test
    void theFirstEventIsMissed() {
        log.removeFirst();
        assertThat(firstBreak()).isZero();
    }

    @Test
    void twoSwappedEventsAreFoundAtTheFirst() {
        Collections.swap(log, 11, 14);
        assertThat(firstBreak()).isEqualTo(11);
    }

    @Test
    void anAddedEventIsFoundEvenIfItHasNoLink() {
        log.add(4, event(4, 10, null));
        assertThat(firstBreak()).isEqualTo(4);
    }

    @Test
    void eventsOfAReleaseBeforeTheChainAreCounted() {
        log.clear();
        log.add(event(0, 10, null));
        log.add(event(1, 10, null));
        log.add(event(2, 10, EventDigest.of(log.getLast())));
        assertThat(found().unchained()).isEqualTo(1);
        assertThat(found().breaks()).isZero();
    }

    @Test
    void aCheckpointHoldsTheLastEventWhichNothingFollows() {
        LogCheckpoint checkpoint = LogCheckpoint.parse(
                LogCheckpoint.of(Instant.EPOCH, List.of(found())).text());
        assertThat(found(checkpoint).breaks()).isZero();
        byte[] last = log.removeLast();
        assertThat(found(null).breaks()).isZero();
        assertThat(found(checkpoint).breaks()).isEqualTo(1);
        last[last.length - 1] ^= 1;
        log.add(last);
        assertThat(found(checkpoint).first()).isNotNull();
    }

    @Test
    void anEventUnderAClaimThatWasOverIsShownAsStale() {
        log.add(event(EVENTS, 12, EventDigest.of(log.getLast())));
        log.add(event(EVENTS + 1, 10, EventDigest.of(log.getLast())));
        assertThat(found().stale()).isEqualTo(1);
        assertThat(found().breaks()).isZero();
    }
}
