package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerCrashed;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the events say of one server: a row of {@code server_status}. Immutable. */
public record ServerView(
        long serverId,
        long appId,
        String desiredStatus,
        @Nullable Long observedGeneration,
        RunView run,
        Mark mark) {

    /** Before its first event, which any mark of a real event is after. */
    static ServerView unknown(Event event) {
        Mark before = new Mark(StoredJson.text(event.getWorkerId()), event.getShard(), -1, -1);
        return new ServerView(
                event.getServerId(), event.getAppId(), "stopped", null, RunView.stopped(event.getOccurredAt()), before);
    }

    /** Whether the event is about the server itself; of a server without a row, no other event makes one. */
    static boolean isAbout(Event event) {
        return switch (event.getBody()) {
            case ServerDefined _,
                    ServerRemoved _,
                    ServerStarting _,
                    ServerStarted _,
                    ServerStopping _,
                    ServerStopped _,
                    ServerCrashed _,
                    ServerFailed _,
                    CatalogueChanged _ -> true;
            default -> false;
        };
    }

    /** The view after the event; the same one if the event is not newer or says nothing new. */
    ServerView on(Event event) {
        Mark at = Mark.of(event);
        if (!at.isAfter(mark)) {
            return this;
        }
        ServerView next = new ServerView(
                serverId, appId, desired(event.getDesired()), generation(event.getGeneration()), run.on(event), at);
        return isAbout(event) || next.saysMoreThan(this) ? next : this;
    }

    /** An answer to a command or a tool call moves the row only if it brings something, so that calls cost no update. */
    private boolean saysMoreThan(ServerView before) {
        return !mark.sameClaim(before.mark)
                || !desiredStatus.equals(before.desiredStatus)
                || !Objects.equals(observedGeneration, before.observedGeneration);
    }

    private String desired(@Nullable DesiredState desired) {
        return desired == null ? desiredStatus : desired.name().toLowerCase(Locale.ROOT);
    }

    private @Nullable Long generation(@Nullable Long generation) {
        if (generation == null || observedGeneration == null) {
            return generation == null ? observedGeneration : generation;
        }
        return Math.max(generation, observedGeneration);
    }
}
