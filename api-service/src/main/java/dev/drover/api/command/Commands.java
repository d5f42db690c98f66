package dev.drover.api.command;

import dev.drover.api.limit.Quotas;
import dev.drover.api.outbox.Outbox;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issues management commands: a row that remembers the command, and its record in the outbox. */
public final class Commands {
    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private static final String INSERT = """
        insert into command (command_id, server_id, app_id, type, issued_at, issued_by)
        values (:id, :server, :app, :type, :at, :by)""";

    private final Outbox outbox;
    private final InstantSource clock;
    private final Quotas quotas;

    public Commands(Outbox outbox, InstantSource clock, Quotas quotas) {
        this.outbox = outbox;
        this.clock = clock;
        this.quotas = quotas;
    }

    /**
     * The same for a caller, whose app has a quota of commands.
     *
     * @throws dev.drover.api.problem.Problem 429 if it is used up
     */
    public String issue(long serverId, long appId, Caller by, ManagementCommand command) {
        quotas.admitCommand(by, appId);
        return issue(serverId, appId, by.name(), command);
    }

    /**
     * Issues a command within the caller's transaction, which holds a lock on the server's row: so the commands of a
     * server are published in the order in which they changed the row.
     *
     * @param issuedBy the caller's name
     * @return the command's id
     */
    public String issue(long serverId, long appId, String issuedBy, ManagementCommand command) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] message = CommandMessage.encode(id, serverId, appId, now, issuedBy, command);
        Map<String, ?> row = Map.of(
                "id", id,
                "server", serverId,
                "app", appId,
                "type", command.type(),
                "at", OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                "by", issuedBy);
        outbox.append(
                Topic.COMMANDS.topicName(), Sharding.shardOf(serverId), Sharding.key(serverId), message, INSERT, row);
        log.info("command {} {} for server {} of app {} by {}", id, command.type(), serverId, appId, issuedBy);
        return id;
    }
}
