package dev.drover.api.replay;

import dev.drover.schemas.Topic;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The last event of each partition at some time, by its digest: with the chain it holds all of the log before it fast. Its
 * text is what is signed.
 */
public record LogCheckpoint(Instant at, Map<LogSource, Head> heads) {
    private static final String TITLE = "drover checkpoint 1 ";
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,4}) (\\d{1,18}) ([0-9a-f]{64})");

    /** @param digest SHA-256 of the record's value, hex */
    public record Head(long offset, String digest) {}

    /** Of each partition in which there is an event. */
    public static LogCheckpoint of(Instant at, Iterable<ChainCheck.Finding> findings) {
        Map<LogSource, Head> heads = new TreeMap<>();
        findings.forEach(finding -> {
            String digest = finding.lastDigest();
            if (digest != null) {
                heads.put(finding.source(), new Head(finding.lastOffset(), digest));
            }
        });
        return new LogCheckpoint(at, heads);
    }

    /** A title with the time, and a line for each partition: topic, partition, offset, digest. */
    public String text() {
        return heads.entrySet().stream()
                .map(each -> "%s %d %d %s\n"
                        .formatted(
                                each.getKey().topic().topicName(),
                                each.getKey().partition(),
                                each.getValue().offset(),
                                each.getValue().digest()))
                .collect(Collectors.joining("", TITLE + at + "\n", ""));
    }

    /** @throws IllegalArgumentException if it is no such text */
    public static LogCheckpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        Map<LogSource, Head> heads = new TreeMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                LogSource source = new LogSource(topic(parts.group(1)), Integer.parseInt(parts.group(2)));
                heads.put(source, new Head(Long.parseLong(parts.group(3)), parts.group(4)));
            } else if (!line.isEmpty()) {
                throw new IllegalArgumentException("not a line of a checkpoint: " + line);
            }
        }
        try {
            return new LogCheckpoint(Instant.parse(lines[0].replaceFirst("^" + TITLE, "")), heads);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a checkpoint: it begins with " + lines[0], e);
        }
    }

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no topic " + name));
    }
}
