package dev.drover.api.access;

import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The credentials of MCP servers. A token is good while its server should run; that of a definition until the owner knows
 * the next one. Neither is remembered, since both change with every command.
 */
public final class ServerTokens {
    /** What should be is the API's own word while its last command has no outcome, then the projection's. */
    private static final String GOOD = """
            select t.server_id, s.app_id, t.hash
            from server_token t
            join server s on s.server_id = t.server_id
            join app a on a.app_id = s.app_id and a.removed_at is null
            left join server_status st on st.server_id = t.server_id
            left join lateral (
                select o.command_id is null as is_pending
                from command c left join command_outcome o on o.command_id = c.command_id
                where c.server_id = t.server_id and c.type not in ('define', 'debug')
                order by c.issued_at desc, c.command_id limit 1) last on true
            where t.token_id = :id
              and (t.generation is null or t.generation >= coalesce(st.observed_generation, t.generation))
              and case when s.desired_status = 'removed' or last.is_pending or st.server_id is null
                       then s.desired_status else st.desired_status end = 'running'""";

    private final JdbcClient jdbc;

    public ServerTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token that was made; it is not to be had again. */
    public record MadeToken(long tokenId, String token) {}

    /**
     * @param generation of the definition that holds it; null: a client made it
     * @param lastUsedAt null: never; written some seconds after the use
     */
    public record ServerToken(
            long tokenId,
            @Nullable Long generation,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    /** A token that is good now. */
    record Known(long tokenId, long serverId, long appId, Hash hash) {}

    /** Within the caller's transaction, which has seen that there is such a server. */
    public MadeToken make(long serverId) {
        return make(serverId, null);
    }

    /** The one that the definition of this generation holds; within the transaction that writes the definition. */
    public MadeToken makeFor(long serverId, long generation) {
        // Those that no program can have any more.
        jdbc.sql("""
                delete from server_token t using server_status st
                where t.server_id = :server and st.server_id = t.server_id and t.generation < st.observed_generation""").param("server", serverId).update();
        return make(serverId, generation);
    }

    private MadeToken make(long serverId, @Nullable Long generation) {
        long id = jdbc.sql("select nextval(pg_get_serial_sequence('server_token', 'token_id'))")
                .query(Long.class)
                .single();
        String token = CredentialText.SERVER_TOKEN.make(id);
        jdbc.sql("""
                insert into server_token (token_id, server_id, generation, hash)
                values (:id, :server, :generation, :hash)""")
                .param("id", id)
                .param("server", serverId)
                .param("generation", generation, Types.BIGINT)
                .param("hash", Hash.of(token).toStore())
                .update();
        return new MadeToken(id, token);
    }

    public Page<ServerToken> list(long serverId, PageRequest page) {
        List<ServerToken> found = jdbc.sql("""
                select token_id, generation, created_at, last_used_at from server_token
                where server_id = :server and token_id > :after order by token_id limit :limit""")
                .param("server", serverId)
                .param("after", page.after())
                .param("limit", page.limit() + 1)
                .query((row, _) -> token(row))
                .list();
        return Page.of(found, page.limit(), ServerToken::tokenId);
    }

    private static ServerToken token(ResultSet row) throws SQLException {
        OffsetDateTime lastUsed = row.getObject("last_used_at", OffsetDateTime.class);
        return new ServerToken(
                row.getLong("token_id"),
                row.getObject("generation", Long.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                lastUsed == null ? null : lastUsed.toInstant());
    }

    /** @return false if the server has no such token */
    public boolean revoke(long serverId, long tokenId) {
        return jdbc.sql("delete from server_token where server_id = :server and token_id = :id")
                        .param("server", serverId)
                        .param("id", tokenId)
                        .update()
                > 0;
    }

    Optional<Known> find(long tokenId) {
        return jdbc.sql(GOOD)
                .param("id", tokenId)
                .query((row, _) -> new Known(tokenId, row.getLong(1), row.getLong(2), Hash.stored(row.getBytes(3))))
                .optional();
    }
}
