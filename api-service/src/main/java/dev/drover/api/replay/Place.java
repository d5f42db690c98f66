package dev.drover.api.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in the order of the whole log: by time, at the same time by source, in a source by offset. Its
 * text is the cursor that clients go on from; it means nothing to them.
 *
 * @param millis when it happened, or when what precedes it in its source did, if that is later
 */
public record Place(long millis, LogSource source, long offset) implements Comparable<Place> {
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,15})-([ae])(\\d{1,4})-(\\d{1,18})");

    /** @throws IllegalArgumentException if it is no cursor */
    public static Place of(String cursor) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be the cursor of a line of an earlier answer");
        }
        return new Place(
                Long.parseLong(parts.group(1)),
                LogSource.of(parts.group(2).charAt(0), Integer.parseInt(parts.group(3))),
                Long.parseLong(parts.group(4)));
    }

    public String cursor() {
        return millis + "-" + source.code() + "-" + offset;
    }

    @Override
    public int compareTo(Place other) {
        // Some ten times for each line of a replay: a chain of comparators would be most of the merging.
        int byTime = Long.compare(millis, other.millis);
        int bySource = byTime == 0 ? source.compareTo(other.source) : byTime;
        return bySource == 0 ? Long.compare(offset, other.offset) : bySource;
    }
}
