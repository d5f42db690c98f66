package dev.drover.benchmark;

import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All figures, as they come: printed, and kept for the JSON. One thread. */
final class Report {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Target> targets = new ArrayList<>();
    private final ObjectNode document = JSON.createObjectNode();
    private final ArrayNode parts = document.putArray("parts");

    Report(boolean isQuick) {
        document.put("at", Instant.now().toString());
        document.put("quick", isQuick);
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("java", Runtime.version().toString());
    }

    /** @param loadBefore the machine's load average when the part began */
    void add(String part, double loadBefore, double loadAfter, List<Figure> figures) {
        ObjectNode json = parts.addObject().put("part", part);
        json.put("load_before", loadBefore).put("load_after", loadAfter);
        ArrayNode list = json.putArray("figures");
        for (Figure figure : figures) {
            System.out.println(figure);
            targets.addAll(figure.targets());
            write(figure, list.addObject());
        }
        System.out.printf(Locale.ROOT, "  load average %.2f before, %.2f after%n%n", loadBefore, loadAfter);
    }

    private static void write(Figure figure, ObjectNode json) {
        json.put("name", figure.name()).put("unit", figure.unit()).put("note", figure.note());
        write(figure.measured(), json.putObject("measured"));
        Sample beside = figure.beside();
        if (beside != null) {
            write(beside, json.putObject("beside"));
        }
        @Nullable Double ratio = figure.ratio();
        if (ratio != null) {
            json.put("ratio", ratio);
        }
        ArrayNode list = json.putArray("targets");
        for (Target target : figure.targets()) {
            list.addObject()
                    .put("of", target.of())
                    .put("value", target.value())
                    .put(target.isCeiling() ? "at_most" : "at_least", target.limit())
                    .put("unit", target.unit())
                    .put("met", target.isMet());
        }
    }

    private static void write(Sample sample, ObjectNode json) {
        json.put("count", sample.count()).put("median", sample.median());
        if (sample.hasPercentile()) {
            json.put("p99", sample.p99());
        }
    }

    void finish(Path out) throws IOException {
        Path directory = out.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(out, document.toPrettyString() + "\n");
        long met = targets.stream().filter(Target::isMet).count();
        System.out.println(met + " of " + targets.size() + " targets met; written to " + out);
    }
}
