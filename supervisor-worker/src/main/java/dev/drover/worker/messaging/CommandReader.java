package dev.drover.worker.messaging;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.UserContext;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.GetPrompt;
import dev.drover.schemas.message.ListPrompts;
import dev.drover.schemas.message.ListResources;
import dev.drover.schemas.message.ListTools;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReadResource;
import dev.drover.schemas.message.RemoveServer;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.RestartServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.SetDebug;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StopServer;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.SealedUnreadable;
import dev.drover.schemas.sealing.UnusableKeyset;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Query;
import dev.drover.worker.supervision.Received;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads commands, and refuses those that must not be carried out whatever the server's state. Thread-safe. */
public final class CommandReader {
    private static final int LONGEST_ID = 100;

    /** What is kept of it must fit into a record. */
    private static final int LARGEST = 900 * 1024;

    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    private final Clock clock;
    private final Issuers issuers;
    private final Opener opener;
    private final ReplySealers sealers = new ReplySealers();

    /** @param opener of what is sealed in commands */
    public CommandReader(Clock clock, Issuers issuers, Opener opener) {
        this.clock = clock;
        this.issuers = issuers;
        this.opener = opener;
    }

    /** @throws dev.drover.schemas.UnreadableMessage if the bytes are no command */
    Received read(int partition, byte[] bytes) {
        Command command = Codecs.COMMAND.decode(bytes);
        if (command.getCommandId().isBlank() || command.getCommandId().length() > LONGEST_ID) {
            return refused(
                    shortened(command),
                    "INVALID_COMMAND",
                    "command_id must have 1 to %d characters.".formatted(LONGEST_ID));
        }
        issuers.remember(command.getCommandId(), command.getIssuedBy());
        Received refused = refusal(command, partition, bytes.length);
        return refused == null ? opened(command) : refused;
    }

    /** Null if neither its partition, its size nor its deadline speaks against it. */
    private @Nullable Received refusal(Command command, int partition, int size) {
        int shard = Sharding.shardOf(command.getServerId());
        if (shard != partition) {
            return refused(
                    command,
                    "WRONG_PARTITION",
                    "Server %d belongs to partition %d; the command came in partition %d."
                            .formatted(command.getServerId(), shard, partition));
        }
        if (size > LARGEST) {
            return refused(
                    command,
                    "INVALID_COMMAND",
                    "A command may have %d bytes; this one has %d.".formatted(LARGEST, size));
        }
        Instant deadline = command.getDeadline();
        if (deadline != null && deadline.isBefore(clock.instant())) {
            return refused(command, "EXPIRED", "Its deadline, %s, is over.".formatted(deadline));
        }
        if (command.getBody() instanceof CallTool && (deadline == null || isTooFar(deadline))) {
            return refused(
                    command,
                    "INVALID_COMMAND",
                    "CallTool needs a deadline within %d minutes: its id is kept until then."
                            .formatted(LONGEST_CALL.toMinutes()));
        }
        return null;
    }

    /** What is sealed in it may be unreadable, and what is written in it no value of the domain. */
    private Received opened(Command command) {
        try {
            return body(command);
        } catch (SealedUnreadable e) {
            return refused(
                    command, "SECRET_UNREADABLE", "What is sealed in it cannot be read: " + e.getMessage() + ".");
        } catch (UnusableKeyset e) {
            return refused(command, "INVALID_COMMAND", "reply_to.public_keyset is no public keyset that seals.");
        } catch (IllegalArgumentException e) {
            return refused(command, "INVALID_COMMAND", String.valueOf(e.getMessage()));
        }
    }

    private boolean isTooFar(Instant deadline) {
        return deadline.isAfter(clock.instant().plus(LONGEST_CALL));
    }

    /** An event of it must not be as large as it is. */
    private static Command shortened(Command command) {
        String id = command.getCommandId();
        return Command.newBuilder(command)
                .setCommandId(id.substring(0, Math.min(id.length(), LONGEST_ID)))
                .build();
    }

    private Received body(Command command) {
        String id = command.getCommandId();
        SealedValues values = new SealedValues(opener, command.getServerId());
        return switch (command.getBody()) {
            case DefineServer define ->
                ordered(command, new Input.Define(id, DefinitionMapping.toDomain(define.getDefinition(), values)));
            case RemoveServer _ -> ordered(command, new Input.Remove(id));
            case StartServer _ -> ordered(command, new Input.Start(id));
            case StopServer _ -> ordered(command, new Input.Stop(id));
            case RestartServer _ -> ordered(command, new Input.Restart(id));
            case SetDebug debug -> ordered(command, new Input.SetDebug(id, debug.getEnabled()));
            case ListTools list -> asked(command, new Query.ListCatalogue(CatalogueKind.TOOLS), list.getReplyTo());
            case ListResources list ->
                asked(command, new Query.ListCatalogue(CatalogueKind.RESOURCES), list.getReplyTo());
            case ListPrompts list -> asked(command, new Query.ListCatalogue(CatalogueKind.PROMPTS), list.getReplyTo());
            case CallTool call ->
                asked(
                        command,
                        new Query.CallTool(call.getTool(), values.open(call.getArguments()), call.getCaller()),
                        call.getReplyTo());
            case ReadResource read -> asked(command, new Query.ReadResource(read.getUri()), read.getReplyTo());
            case GetPrompt get ->
                asked(command, new Query.GetPrompt(get.getPrompt(), values.open(get.getArguments())), get.getReplyTo());
            case ReadLogs logs -> logs(command, logs);
            case Object unknown -> throw new IllegalArgumentException("unknown body " + unknown.getClass());
        };
    }

    private Received logs(Command command, ReadLogs logs) {
        if (logs.getLines() < 1 || logs.getLines() > 1_000) {
            throw new IllegalArgumentException("lines must be from 1 to 1000, not " + logs.getLines() + ".");
        }
        return asked(command, new Query.ReadLogs(logs.getLines()), logs.getReplyTo());
    }

    private static Received ordered(Command command, Input.Order order) {
        return new Received.Ordered(command.getServerId(), command.getAppId(), order);
    }

    private Received asked(Command command, Query query, ReplyTo replyTo) {
        ByteBuffer keyset = replyTo.getPublicKeyset();
        return new Received.Questioned(new Asked(
                command.getCommandId(),
                command.getServerId(),
                command.getAppId(),
                query,
                replyTo.getReplica(),
                command.getDeadline(),
                keyset == null ? null : sealers.of(keyset),
                userToken(command)));
    }

    private @Nullable Secret userToken(Command command) {
        Sealed sealed = command.getUserToken();
        if (sealed == null) {
            return null;
        }
        Secret token = new SealedValues(opener, command.getServerId()).open(sealed);
        if (!UserContext.isToken(token.value())) {
            throw new IllegalArgumentException("user_token must be of visible ASCII characters.");
        }
        return token;
    }

    private static Received refused(Command command, String code, String message) {
        Received.Refused refused =
                new Received.Refused(command.getServerId(), command.getAppId(), command.getCommandId(), code, message);
        ReplyTo replyTo = replyTo(command.getBody());
        return replyTo == null ? refused : new Received.RefusedQuery(refused, replyTo.getReplica());
    }

    private static @Nullable ReplyTo replyTo(Object body) {
        return switch (body) {
            case ListTools list -> list.getReplyTo();
            case ListResources list -> list.getReplyTo();
            case ListPrompts list -> list.getReplyTo();
            case CallTool call -> call.getReplyTo();
            case ReadResource read -> read.getReplyTo();
            case GetPrompt get -> get.getReplyTo();
            case ReadLogs logs -> logs.getReplyTo();
            case Object _ -> null;
        };
    }
}
