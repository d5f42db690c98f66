package dev.drover.api.server;

import dev.drover.api.fleet.Fleet;
import dev.drover.api.fleet.Owners;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Reads servers with their status: the API's own rows joined with the projection. */
public final class ServerViews {
    /** {@link Observed#shown} in SQL. */
    private static final String STATUS = """
            case when st.status in ('starting', 'running', 'stopping', 'backing_off') and not :all_held and not exists (
                      select 1 from unnest(cast(:shards as int[]), cast(:since as bigint[]), cast(:claims as bigint[]))
                                    held (shard, since, claim)
                      where held.shard = st.shard and st.claim between held.since and held.claim)
                 then 'unknown' else coalesce(st.status, 'stopped') end""";

    /**
     * The desired status is the API's own while its last command to run or not has no outcome, since the projection cannot know of it
     * yet; then the projection's, since other programs command as well.
     */
    private static final String SELECT = """
            select s.server_id, s.app_id, s.generation, s.name, s.description, s.config_id, s.definition::text, s.created_at,
                   s.updated_at, st.observed_generation, st.pid, st.worker_id, coalesce(st.restarts, 0) as restarts,
                   st.next_attempt_at, st.protocol_version, st.server_info::text, st.capabilities::text,
                   st.last_error::text, st.status, st.shard, st.claim,
                   coalesce(st.status_since, s.created_at) as status_since,
                   case when s.desired_status = 'removed' or last.is_pending or st.server_id is null
                        then s.desired_status else st.desired_status end as desired,
                   (select c.item_count from catalogue c where c.server_id = s.server_id and c.kind = 'tools')
                       as tool_count,
                   (select jsonb_object_agg(x.name, floor(extract(epoch from x.updated_at) * 1000))::text
                    from server_secret x where x.server_id = s.server_id) as secrets
            from server s
            left join server_status st on st.server_id = s.server_id
            left join lateral (
                select o.command_id is null as is_pending
                from command c left join command_outcome o on o.command_id = c.command_id
                where c.server_id = s.server_id and c.type not in ('define', 'debug') order by c.issued_at desc, c.command_id limit 1) last on true
            """;

    private final JdbcClient jdbc;
    private final Fleet fleet;
    private final ServerRow rows;

    public ServerViews(JdbcClient jdbc, JsonMapper json, Fleet fleet) {
        this.jdbc = jdbc;
        this.fleet = fleet;
        this.rows = new ServerRow(json);
    }

    /** @return empty if there is none, or the caller must not see it */
    public Optional<ServerView> find(Caller caller, long serverId) {
        Owners owners = fleet.owners();
        return jdbc.sql(SELECT + "where s.server_id = :id and (:app is null or s.app_id = :app)")
                .param("app", caller.appId(), Types.BIGINT)
                .param("id", serverId)
                .query((row, _) -> rows.read(row, owners))
                .optional();
    }

    public Page<ServerView> list(ServerFilter filter, PageRequest page) {
        Owners owners = fleet.owners();
        List<ServerView> found = jdbc.sql(SELECT + """
                where s.server_id > :after and (:app is null or s.app_id = :app) and (:name is null or s.name = :name)
                      and (:status is null or %s = :status)
                order by s.server_id limit :limit""".formatted(STATUS))
                .param("all_held", owners.isUnknown())
                .param("shards", array(owners, Owners.Held::shard))
                .param("since", array(owners, Owners.Held::since))
                .param("claims", array(owners, Owners.Held::claim))
                .param("after", page.after())
                .param("app", filter.appId(), Types.BIGINT)
                .param("name", filter.name(), Types.VARCHAR)
                .param("status", filter.status(), Types.VARCHAR)
                .param("limit", page.limit() + 1)
                .query((row, _) -> rows.read(row, owners))
                .list();
        return Page.of(found, page.limit(), ServerView::serverId);
    }

    private static String array(Owners owners, Function<Owners.Held, Number> part) {
        return owners.held().stream().map(part).map(Number::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
