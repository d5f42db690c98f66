package dev.drover.faults.load;

import dev.drover.faults.audit.Told;
import dev.drover.faults.evidence.ServerRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the API tells of the past, by the log alone. One thread. */
public record Past(Api api) implements Told {

    private static final String STATE = "/internal/audit/state?at=";
    private static final String REBUILD = "/internal/audit/projection/rebuild";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_REBUILD = Duration.ofMinutes(1);

    @Override
    public Map<Long, ServerRow> at(Instant moment) throws IOException {
        return rows(STATE + moment);
    }

    @Override
    public @Nullable ServerRow at(Instant moment, long serverId) throws IOException {
        return rows(STATE + moment + "&server_id=" + serverId).get(serverId);
    }

    private Map<Long, ServerRow> rows(String path) throws IOException {
        Map<Long, ServerRow> rows = new TreeMap<>();
        for (JsonNode item : answered(api.get(path), 200).path("items")) {
            ServerRow row = row(item);
            rows.put(row.serverId(), row);
        }
        return rows;
    }

    private static JsonNode answered(Api.Answer answer, int status) throws IOException {
        if (answer.status() != status) {
            throw new IOException("the API answers " + answer);
        }
        return answer.body();
    }

    private static ServerRow row(JsonNode item) {
        List<String> tools = new ArrayList<>();
        item.path("tools").forEach(tool -> tools.add(tool.asString()));
        return new ServerRow(
                item.path("server_id").asLong(),
                item.path("app_id").asLong(),
                item.path("desired_status").asString(),
                item.path("status").asString(),
                Instant.parse(item.path("status_since").asString()),
                text(item.path("worker_id")),
                number(item.path("generation")),
                number(item.path("pid")),
                item.path("restarts").asInt(),
                text(item.path("protocol_version")),
                tools,
                item.path("shard").asInt(),
                item.path("claim").asLong(),
                item.path("sequence").asLong());
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.asString() : null;
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? value.asLong() : null;
    }

    /** Makes the projection anew from the log; what was different is in the answer. */
    public JsonNode rebuild() throws IOException {
        answered(api.send("POST", REBUILD, null), 202);
        long deadline = System.nanoTime() + LONGEST_REBUILD.toNanos();
        JsonNode progress = answered(api.get(REBUILD), 200);
        while (progress.path("state").asString().equals("running")) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the rebuild does not end: " + progress);
            }
            LockSupport.parkNanos(LOOK.toNanos());
            progress = answered(api.get(REBUILD), 200);
        }
        return progress;
    }
}
