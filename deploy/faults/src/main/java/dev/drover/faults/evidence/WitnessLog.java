package dev.drover.faults.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that the witnesses have written, read as it grows. One thread. */
public final class WitnessLog {

    private static final String SUFFIX = ".log";

    private final Path directory;
    private final Map<Path, Long> positions = new HashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();

    public WitnessLog(Path directory) {
        this.directory = directory;
    }

    /** All that is written by now, in the order of time. */
    public List<Sighting> read() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                readOn(file);
            }
        }
        sightings.sort(Comparator.comparingLong(Sighting::at));
        return List.copyOf(sightings);
    }

    private void readOn(Path file) throws IOException {
        String name = file.getFileName().toString();
        long serverId = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        long from = positions.getOrDefault(file, 0L);
        String text = text(file, from);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> {
            Sighting sighting = Sighting.parse(serverId, line);
            if (sighting != null) {
                sightings.add(sighting);
            }
        });
        positions.put(file, from + end);
    }

    private static String text(Path file, long from) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), US_ASCII);
        }
    }
}
