package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.message.CallOutcome;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.CommandSuperseded;
import dev.drover.schemas.message.ServerCrashed;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import dev.drover.schemas.message.StartReason;
import dev.drover.schemas.message.ToolCalled;
import dev.drover.worker.lifecycle.Catalogue;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.ServerError;
import dev.drover.worker.lifecycle.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Domain events, as bodies of {@code Event} messages. */
final class EventMapping {
    /** What an event may hold of a catalogue: larger ones are told by digest and names, so that no shard is blocked. */
    static final int CATALOGUE_LIMIT = 900 * 1024;

    /** What an event may hold of a text that a server or a client makes as long as it likes. */
    static final int TEXT_LIMIT = 4 * 1024;

    private static final int CAPABILITIES_LIMIT = 64 * 1024;

    private EventMapping() {}

    static String bounded(String text) {
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "…";
    }

    static Object body(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Defined(var definition) -> DefinitionMapping.event(definition);
            case ServerEvent.Starting(var reason, int attempt) ->
                new ServerStarting(StartReason.valueOf(reason.name()), attempt);
            case ServerEvent.Started started -> started(started);
            case ServerEvent.Stopping() -> new ServerStopping();
            case ServerEvent.Stopped(Integer exitCode) -> new ServerStopped(exitCode);
            case ServerEvent.Crashed(ServerError error, var nextAttemptAt) ->
                new ServerCrashed(toMessage(error), nextAttemptAt);
            case ServerEvent.Failed(ServerError error) -> new ServerFailed(toMessage(error));
            case ServerEvent.Removed() -> new ServerRemoved();
            case ServerEvent.CatalogueChanged(Catalogue catalogue) -> changed(catalogue);
            case ServerEvent.CommandEnded(Ending ending) -> ended(ending);
            case ServerEvent.ToolCalled called ->
                new ToolCalled(
                        bounded(called.tool()),
                        called.caller() == null ? null : bounded(called.caller()),
                        CallOutcome.valueOf(called.outcome().name()),
                        called.duration().toMillis(),
                        called.requestBytes(),
                        called.replyBytes());
        };
    }

    private static ServerStarted started(ServerEvent.Started started) {
        return ServerStarted.newBuilder()
                .setPid(started.pid())
                .setProtocolVersion(bounded(started.info().protocolVersion()))
                .setServerName(bounded(started.info().name()))
                .setServerVersion(bounded(started.info().version()))
                .setCapabilities(capabilities(started.info().capabilities()))
                .setTookMs(started.took().toMillis())
                .setSpawnMs(started.spawnTook().toMillis())
                .setRestarts(started.restarts())
                .build();
    }

    /** JSON cannot be cut off. */
    private static String capabilities(String json) {
        return json.length() <= CAPABILITIES_LIMIT ? json : "{}";
    }

    private static Object ended(Ending ending) {
        return switch (ending) {
            case Ending.Succeeded(boolean changed) -> new CommandSucceeded(changed);
            case Ending.Failed(var code, var message) -> new CommandFailed(code, bounded(message));
            case Ending.Superseded(var by) -> new CommandSuperseded(by);
            case Ending.Rejected(var code, var message) -> new CommandRejected(code, bounded(message));
        };
    }

    private static CatalogueChanged changed(Catalogue catalogue) {
        List<String> names = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        int room = CATALOGUE_LIMIT;
        for (int item = 0; item < catalogue.names().size(); item++) {
            String name = catalogue.names().get(item);
            String digest = catalogue.itemDigests().get(item);
            room -= name.getBytes(UTF_8).length + digest.length() + 8;
            if (room > 0) {
                names.add(name);
                digests.add(digest);
            }
        }
        boolean fits = catalogue.content().getBytes(UTF_8).length <= room;
        return new CatalogueChanged(
                CatalogueKind.valueOf(catalogue.kind().name()),
                catalogue.digest(),
                catalogue.names().size(),
                names,
                digests,
                fits ? catalogue.content() : null);
    }

    static dev.drover.schemas.message.ServerError toMessage(ServerError error) {
        Exit exit = error.exit();
        return new dev.drover.schemas.message.ServerError(
                error.code().name(),
                bounded(error.message()),
                exit == null ? null : exit.code(),
                exit == null ? null : exit.signal(),
                error.stderrTail().stream().map(EventMapping::bounded).toList(),
                error.occurredAt());
    }

    static @Nullable ServerError toDomain(dev.drover.schemas.message.@Nullable ServerError message) {
        if (message == null) {
            return null;
        }
        boolean exited = message.getExitCode() != null || message.getSignal() != null;
        return new ServerError(
                dev.drover.worker.lifecycle.ErrorCode.valueOf(message.getCode()),
                message.getMessage(),
                exited ? new Exit(message.getExitCode(), message.getSignal()) : null,
                message.getStderrTail(),
                message.getOccurredAt());
    }
}
