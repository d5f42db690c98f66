package dev.drover.worker.lifecycle;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A managed server as its owner knows it.
 *
 * @param run number of the run that was begun last; 0: none yet
 * @param catalogues digests of what it last offered
 * @param lastError why it last failed; null once it has been ready again
 */
public record Server(
        long id,
        long appId,
        Definition definition,
        DesiredState desired,
        ServerState state,
        long run,
        RestartHistory history,
        CommandLog commands,
        Map<CatalogueKind, String> catalogues,
        @Nullable ServerError lastError) {
    public Server {
        catalogues = Map.copyOf(catalogues);
    }

    /** A server that has just been defined. */
    public static Server defined(long id, long appId, Definition definition) {
        return new Server(
                id,
                appId,
                definition,
                DesiredState.STOPPED,
                new ServerState.Stopped(),
                0,
                RestartHistory.NONE,
                CommandLog.EMPTY,
                Map.of(),
                null);
    }

    public RunId runId() {
        return new RunId(id, run);
    }

    public Server withDefinition(Definition next) {
        return new Server(id, appId, next, desired, state, run, history, commands, catalogues, lastError);
    }

    Server withDesired(DesiredState next) {
        return new Server(id, appId, definition, next, state, run, history, commands, catalogues, lastError);
    }

    Server withState(ServerState next) {
        return new Server(id, appId, definition, desired, next, run, history, commands, catalogues, lastError);
    }

    Server withRun(long next) {
        return new Server(id, appId, definition, desired, state, next, history, commands, catalogues, lastError);
    }

    Server withHistory(RestartHistory next) {
        return new Server(id, appId, definition, desired, state, run, next, commands, catalogues, lastError);
    }

    Server withCommands(CommandLog next) {
        return new Server(id, appId, definition, desired, state, run, history, next, catalogues, lastError);
    }

    Server withError(@Nullable ServerError next) {
        return new Server(id, appId, definition, desired, state, run, history, commands, catalogues, next);
    }

    Server withCatalogue(CatalogueKind kind, String digest) {
        Map<CatalogueKind, String> next = new EnumMap<>(CatalogueKind.class);
        next.putAll(catalogues);
        next.put(kind, digest);
        return new Server(id, appId, definition, desired, state, run, history, commands, next, lastError);
    }
}
