package dev.drover.api.replay;

import dev.drover.schemas.EventDigest;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.Event;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chain of each source: an event holds the digest of the one before it; the first of a source has none to
 * hold. Whatever was altered, removed, added or put elsewhere breaks it, but for the last events of a source, which only a
 * checkpoint holds fast. Events of releases that did not chain come first, and are counted. One thread.
 */
public final class ChainCheck {
    private final Map<LogSource, Link> links = new LinkedHashMap<>();
    private final Map<LogSource, LogCheckpoint.Head> expected = new HashMap<>();

    /** @param checkpoint what the log must hold; null: nothing is known */
    ChainCheck(@Nullable LogCheckpoint checkpoint) {
        if (checkpoint != null) {
            expected.putAll(checkpoint.heads());
        }
    }

    /**
     * Where a chain does not hold.
     *
     * @param eventId of the event whose link does not fit; null: it cannot be read
     */
    public record Break(
            LogSource source, long offset, @Nullable String eventId, String reason) {
        @Override
        public String toString() {
            return "%s-%d@%d (%s): %s"
                    .formatted(source.topic().topicName(), source.partition(), offset, eventId, reason);
        }
    }

    /**
     * How a source is.
     *
     * @param unchained how many have no link and are not the first: a release before the chain wrote them
     */
    public record Finding(
            LogSource source,
            long events,
            long unchained,
            long stale,
            long breaks,
            @Nullable Break first,
            long lastOffset,
            @Nullable String lastDigest) {}

    private static final class Link {
        private long events;
        private long unchained;
        private long stale;
        private long breaks;
        private @Nullable Break first;
        private long lastOffset = -1;
        private @Nullable ByteBuffer lastDigest;
        private boolean isChained;

        void broken(Break found) {
            breaks++;
            first = first == null ? found : first;
        }
    }

    /**
     * The next of its source, in the order of offsets.
     *
     * @param isWhole whether reading began with the first event that there ever was
     */
    void add(LogEntry entry, boolean isWhole) {
        LogSource source = entry.place().source();
        Link link = links.computeIfAbsent(source, _ -> new Link());
        String fault = fault(link, entry, isWhole);
        if (fault != null) {
            link.broken(new Break(source, entry.place().offset(), eventId(entry.content()), fault));
        }
        byte[] value = entry.record().value();
        ByteBuffer digest = EventDigest.of(value == null ? new byte[0] : value);
        compare(link, entry, digest);
        link.lastDigest = digest;
        link.lastOffset = entry.place().offset();
        link.events++;
        link.stale += entry.isStale() ? 1 : 0;
    }

    private void compare(Link link, LogEntry entry, ByteBuffer digest) {
        LogSource source = entry.place().source();
        LogCheckpoint.Head head = expected.get(source);
        if (head != null && head.offset() == entry.place().offset()) {
            expected.remove(source);
            if (!head.digest().equals(hex(digest))) {
                link.broken(new Break(
                        source, head.offset(), eventId(entry.content()), "It is not the one that was signed for."));
            }
        }
    }

    private static @Nullable String fault(Link link, LogEntry entry, boolean isWhole) {
        if (entry.content() instanceof LogEntry.Unreadable(String reason)) {
            return "It cannot be read: " + reason;
        }
        ByteBuffer says = previousDigest(entry.content());
        if (says == null) {
            link.unchained += link.events > 0 ? 1 : 0;
            return link.isChained ? "It has no link, though the events before it have one." : null;
        }
        link.isChained = true;
        if (link.lastDigest == null) {
            return isWhole ? "The events before it are missing." : null;
        }
        return says.equals(link.lastDigest)
                ? null
                : "It does not follow the event at offset %d: that one or this one was altered, or one between them is missing or in another place."
                        .formatted(link.lastOffset);
    }

    private static @Nullable ByteBuffer previousDigest(Object content) {
        return switch (content) {
            case Event event -> event.getPreviousDigest();
            case ApiEvent event -> event.getPreviousDigest();
            default -> null;
        };
    }

    private static @Nullable String eventId(Object content) {
        return switch (content) {
            case Event event -> event.getEventId();
            case ApiEvent event -> event.getEventId();
            default -> null;
        };
    }

    /** Of each source that has an event, or had one when the checkpoint was made. */
    List<Finding> findings() {
        expected.forEach((source, head) -> links.computeIfAbsent(source, _ -> new Link())
                .broken(new Break(source, head.offset(), null, "The event that was signed for is missing.")));
        expected.clear();
        return links.entrySet().stream()
                .map(each -> finding(each.getKey(), each.getValue()))
                .toList();
    }

    private static Finding finding(LogSource source, Link link) {
        ByteBuffer digest = link.lastDigest;
        return new Finding(
                source,
                link.events,
                link.unchained,
                link.stale,
                link.breaks,
                link.first,
                link.lastOffset,
                digest == null ? null : hex(digest));
    }

    private static String hex(ByteBuffer digest) {
        byte[] bytes = new byte[digest.remaining()];
        digest.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Follows all chains in the range.
     *
     * @param kafka where the brokers are, and how to log in
     * @param checkpoint what the whole log must hold; null: nothing is known
     * @throws org.apache.kafka.common.KafkaException if they do not answer
     */
    public static List<Finding> of(Map<String, Object> kafka, ReplayRequest range, @Nullable LogCheckpoint checkpoint) {
        ChainCheck check = new ChainCheck(checkpoint);
        boolean isWhole = range.from() == null;
        try (LogReader reader = LogReader.open(kafka, range)) {
            for (LogEntry entry = reader.step(); entry != null; entry = reader.step()) {
                check.add(entry, isWhole);
            }
        }
        return check.findings();
    }
}
