package dev.drover.api.rebuild;

import dev.drover.api.rebuild.RebuildView.Difference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The projection's tables a second time, in a schema of their own that this connection looks into first: so the projector
 * that writes them is the same to the letter. Every method uses the one connection that it was made with. One thread.
 */
final class ShadowTables {
    private static final String SHADOWS = "drover_rebuild";
    private static final String CHECKPOINTS = "projection_checkpoint";

    /** By name, what a row is known by. */
    private static final Map<String, String> KEYS = Map.of(
            "server_status", "server_id",
            "catalogue", "server_id, kind",
            "command_outcome", "command_id",
            "server_event", "event_id");

    private final JdbcTemplate jdbc;
    private final String live;

    private ShadowTables(JdbcTemplate jdbc, String live) {
        this.jdbc = jdbc;
        this.live = live;
    }

    /** Those of this rebuild, as far as they have been filled, or empty ones. */
    static ShadowTables open(JdbcTemplate jdbc, long rebuildId) {
        String live = Objects.requireNonNull(jdbc.queryForObject("select current_schema()", String.class));
        ShadowTables shadows = new ShadowTables(jdbc, live);
        String owner = "rebuild " + rebuildId;
        List<@Nullable String> found = jdbc.queryForList(
                "select coalesce(obj_description(oid, 'pg_namespace'), '') from pg_namespace where nspname = ?",
                String.class,
                SHADOWS);
        if (!found.equals(List.of(owner))) {
            shadows.make(owner);
        }
        jdbc.execute("set search_path = " + SHADOWS + ", \"" + live + "\"");
        // What a crash of the database takes is read from the log again: the checkpoints go with it.
        jdbc.execute("set synchronous_commit = off");
        return shadows;
    }

    private void make(String owner) {
        jdbc.execute("drop schema if exists " + SHADOWS + " cascade");
        jdbc.execute("create schema " + SHADOWS);
        KEYS.keySet().forEach(this::makeTable);
        makeTable(CHECKPOINTS);
        jdbc.execute("comment on schema " + SHADOWS + " is '" + owner + "'");
    }

    private void makeTable(String name) {
        jdbc.execute("create table %s (like %s including all)".formatted(shadow(name), live(name)));
    }

    private static String shadow(String table) {
        return SHADOWS + "." + table;
    }

    private String live(String table) {
        return "\"" + live + "\"." + table;
    }

    Map<Integer, Long> positions() {
        return positions(shadow(CHECKPOINTS));
    }

    Map<Integer, Long> livePositions() {
        return positions(live(CHECKPOINTS));
    }

    private Map<Integer, Long> positions(String table) {
        Map<Integer, Long> positions = new HashMap<>();
        jdbc.query("select shard, next_offset from " + table, row -> {
            positions.put(row.getInt(1), row.getLong(2));
        });
        return positions;
    }

    /** Holds up the projector until the transaction ends; whoever reads goes on. */
    void holdProjector() {
        jdbc.execute("set local lock_timeout = '10s'");
        jdbc.execute("lock table " + live(CHECKPOINTS) + " in exclusive mode");
    }

    /** Of all tables; both are to be at the same position, and stay there. By their text, since json has no equality. */
    Differences compare() {
        Differences found = new Differences();
        KEYS.forEach((table, keys) -> {
            String rows = "(select t::text as content, %s from %s t)";
            String sql = "select concat_ws(' ', %s), l.content, s.content from %s l full join %s s using (%s)"
                    .formatted(keys, rows.formatted(keys, live(table)), rows.formatted(keys, shadow(table)), keys);
            jdbc.query(sql + " where l.content is distinct from s.content", row -> {
                found.add(new Difference(table, row.getString(1), row.getString(2), row.getString(3)));
            });
        });
        return found;
    }

    /** Puts the shadows in the place of the live tables, in the caller's transaction. */
    void swap() {
        jdbc.execute("lock table %s in access exclusive mode"
                .formatted(String.join(
                        ", ", KEYS.keySet().stream().sorted().map(this::live).toList())));
        KEYS.keySet().forEach(this::swap);
        swap(CHECKPOINTS);
        jdbc.execute("drop schema " + SHADOWS);
        jdbc.execute("set search_path = \"" + live + "\"");
    }

    /** With the names that the indexes had, which later migrations know. */
    private void swap(String table) {
        jdbc.query(
                """
                select o.relname, n.relname from pg_index oi join pg_class o on o.oid = oi.indexrelid
                join pg_index ni on ni.indkey::text = oi.indkey::text and ni.indoption::text = oi.indoption::text
                    and ni.indisprimary = oi.indisprimary
                join pg_class n on n.oid = ni.indexrelid
                where oi.indrelid = ?::regclass and ni.indrelid = ?::regclass and o.relname <> n.relname""",
                row -> {
                    jdbc.execute("alter index %s rename to \"%s\""
                            .formatted(shadow("\"" + row.getString(2) + "\""), row.getString(1)));
                },
                live(table),
                shadow(table));
        jdbc.execute("drop table " + live(table));
        jdbc.execute("alter table %s set schema \"%s\"".formatted(shadow(table), live));
    }
}
