package dev.drover.api.access;

import dev.drover.api.thread.OwnThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When credentials were last used: noted in memory by any thread, and written now and then by one of its own, so that no
 * request waits for it.
 */
public final class LastUses extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(LastUses.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Duration pause;
    private final String update;
    private final Map<Long, Instant> noted = new ConcurrentHashMap<>();

    private LastUses(JdbcClient jdbc, InstantSource clock, Duration pause, String table, String id) {
        super("last-uses", PATIENCE);
        this.jdbc = jdbc;
        this.clock = clock;
        this.pause = pause;
        this.update = """
            update %s c set last_used_at = greatest(c.last_used_at, u.used_at)
            from unnest(cast(:ids as bigint[]), cast(:times as timestamptz[])) u (id, used_at)
            where c.%s = u.id""".formatted(table, id);
    }

    public static LastUses ofKeys(JdbcClient jdbc, InstantSource clock, Duration pause) {
        return new LastUses(jdbc, clock, pause, "api_key", "key_id");
    }

    public static LastUses ofTokens(JdbcClient jdbc, InstantSource clock, Duration pause) {
        return new LastUses(jdbc, clock, pause, "server_token", "token_id");
    }

    public void note(long id) {
        noted.put(id, clock.instant());
    }

    private void write() {
        List<Map.Entry<Long, Instant>> batch = new ArrayList<>();
        noted.forEach((id, at) -> {
            if (noted.remove(id, at)) {
                batch.add(Map.entry(id, at));
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        try {
            jdbc.sql(update)
                    .param("ids", array(batch.stream().map(Map.Entry::getKey).toList()))
                    .param(
                            "times",
                            array(batch.stream().map(Map.Entry::getValue).toList()))
                    .update();
        } catch (DataAccessException e) {
            log.debug("the last uses of {} credentials are not written", batch.size(), e);
            batch.forEach(use -> noted.putIfAbsent(use.getKey(), use.getValue()));
        }
    }

    private static String array(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    protected void work() {
        while (!isStoppingWithin(pause)) {
            write();
        }
        write();
    }
}
