package dev.drover.api.projection;

import static dev.drover.api.projection.ProjectionTables.utc;
import static dev.drover.api.projection.ProjectionTables.with;

import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes a folded batch: one statement a table. Every method runs in the caller's transaction. */
final class BatchWriter {
    /** PostgreSQL takes less than 8,000 bytes. */
    private static final int LONGEST_PAYLOAD = 7_900;

    private static final String PUT_STATUS = """
            insert into server_status (server_id, app_id, desired_status, observed_generation, status, status_since, pid,
                restarts, next_attempt_at, protocol_version, server_info, capabilities, last_error, worker_id, shard,
                claim, sequence)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?, ?)
            on conflict (server_id) do update set app_id = excluded.app_id, desired_status = excluded.desired_status,
                observed_generation = excluded.observed_generation, status = excluded.status,
                status_since = excluded.status_since, pid = excluded.pid, restarts = excluded.restarts,
                next_attempt_at = excluded.next_attempt_at, protocol_version = excluded.protocol_version,
                server_info = excluded.server_info, capabilities = excluded.capabilities,
                last_error = excluded.last_error, worker_id = excluded.worker_id, shard = excluded.shard,
                claim = excluded.claim, sequence = excluded.sequence
            where (server_status.claim, server_status.sequence) < (excluded.claim, excluded.sequence)""";

    private static final String PUT_CATALOGUE = """
            insert into catalogue (server_id, kind, digest, item_count, names, content, observed_at)
            values (?, ?, ?, ?, ?::jsonb, ?::json, ?)
            on conflict (server_id, kind) do update set digest = excluded.digest, item_count = excluded.item_count,
                names = excluded.names, content = excluded.content, observed_at = excluded.observed_at""";

    private static final String ADD_OUTCOME = """
            insert into command_outcome (command_id, server_id, app_id, outcome, changed, error, finished_at)
            values (?, ?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing""";

    private static final String ADD_EVENT = """
            insert into server_event (event_id, server_id, app_id, type, occurred_at, worker_id, shard, claim, sequence,
                generation, command_id, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing""";

    private final JdbcTemplate jdbc;

    BatchWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** And what follows: a removed server's definition goes, and who waits for a command is woken. */
    void write(FoldedBatch batch) {
        writeTables(batch);
        removeDefinitions(batch.removed());
        announce(batch.outcomes());
    }

    /** The projection's own tables. */
    void writeTables(FoldedBatch batch) {
        putStatuses(batch.changed());
        putCatalogues(batch.catalogues());
        remove(batch.removed());
        addOutcomes(batch.outcomes());
        addEvents(batch.history());
    }

    private void putStatuses(Collection<ServerView> views) {
        jdbc.batchUpdate(PUT_STATUS, views, Math.max(1, views.size()), (statement, view) -> {
            RunView run = view.run();
            Mark mark = view.mark();
            Row.of(statement)
                    .add(view.serverId())
                    .add(view.appId())
                    .add(view.desiredStatus())
                    .add(view.observedGeneration())
                    .add(run.status())
                    .add(utc(run.statusSince()))
                    .add(run.pid())
                    .add(run.restarts())
                    .add(utc(run.nextAttemptAt()))
                    .add(run.protocolVersion())
                    .add(run.serverInfo())
                    .add(run.capabilities())
                    .add(run.lastError())
                    .add(mark.workerId())
                    .add(mark.shard())
                    .add(mark.claim())
                    .add(mark.sequence());
        });
    }

    private void putCatalogues(Collection<CatalogueView> views) {
        jdbc.batchUpdate(
                PUT_CATALOGUE,
                views,
                Math.max(1, views.size()),
                (statement, view) -> Row.of(statement)
                        .add(view.serverId())
                        .add(view.kind())
                        .add(view.digest())
                        .add(view.itemCount())
                        .add(view.names())
                        .add(view.content())
                        .add(utc(view.observedAt())));
    }

    private void remove(Collection<Long> serverIds) {
        if (!serverIds.isEmpty()) {
            jdbc.update("delete from server_status where server_id = any(?)", with("bigint", serverIds));
            jdbc.update("delete from catalogue where server_id = any(?)", with("bigint", serverIds));
        }
    }

    private void removeDefinitions(Collection<Long> serverIds) {
        if (!serverIds.isEmpty()) {
            jdbc.update("delete from server where server_id = any(?)", with("bigint", serverIds));
            jdbc.update("delete from trial where server_id = any(?)", with("bigint", serverIds));
        }
    }

    private void addOutcomes(Collection<OutcomeView> views) {
        jdbc.batchUpdate(
                ADD_OUTCOME,
                views,
                Math.max(1, views.size()),
                (statement, view) -> Row.of(statement)
                        .add(view.commandId())
                        .add(view.serverId())
                        .add(view.appId())
                        .add(view.outcome())
                        .add(view.changed())
                        .add(view.error())
                        .add(utc(view.finishedAt())));
    }

    private void addEvents(Collection<EventView> views) {
        jdbc.batchUpdate(
                ADD_EVENT,
                views,
                Math.max(1, views.size()),
                (statement, view) -> Row.of(statement)
                        .add(view.eventId())
                        .add(view.serverId())
                        .add(view.appId())
                        .add(view.type())
                        .add(utc(view.occurredAt()))
                        .add(view.mark().workerId())
                        .add(view.mark().shard())
                        .add(view.mark().claim())
                        .add(view.mark().sequence())
                        .add(view.generation())
                        .add(view.commandId())
                        .add(view.detail()));
    }

    /** Wakes who waits for one of these commands, when the transaction commits. */
    private void announce(Collection<OutcomeView> outcomes) {
        if (!outcomes.isEmpty()) {
            jdbc.query("select pg_notify('drover_projection', ?)", _ -> {}, payload(outcomes));
        }
    }

    /** The ids of the commands, or {@code *} where they do not fit or one of them has a space in it. */
    static String payload(Collection<OutcomeView> outcomes) {
        String ids = outcomes.stream().map(OutcomeView::commandId).collect(Collectors.joining(" "));
        boolean fits = ids.length() <= LONGEST_PAYLOAD && ids.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        boolean splits =
                outcomes.stream().noneMatch(outcome -> outcome.commandId().contains(" "));
        return fits && splits ? ids : "*";
    }
}
