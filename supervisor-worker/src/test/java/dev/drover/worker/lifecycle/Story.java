package dev.drover.worker.lifecycle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server, what happens to it, and what it makes of that. */
final class Story {
    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    static final ServerInfo INFO = new ServerInfo("2025-11-25", "fake", "1", "{}");

    private Server server;
    private Instant now = BEGIN;
    private List<Effect> effects = List.of();

    private Story(Server server) {
        this.server = server;
    }

    static Definition definition(long generation, RestartPolicy restart) {
        return new Definition(
                generation,
                "files",
                new Endpoint.Stdio("server", List.of(), Map.of()),
                restart,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30));
    }

    /** Defined by the command {@code d}. */
    static Story of(RestartPolicy restart) {
        Definition definition = definition(1, restart);
        return new Story(Server.defined(7, 1, definition)).on(new Input.Define("d", definition));
    }

    static Story of(Server server) {
        return new Story(server);
    }

    static Story stopped() {
        return of(RestartPolicy.ON_FAILURE);
    }

    /** By the command {@code s}. */
    static Story starting() {
        return stopped().on(new Input.Start("s"));
    }

    static Story running() {
        return starting().spawned().ready();
    }

    static Story running(RestartPolicy restart) {
        return of(restart).on(new Input.Start("s")).spawned().ready();
    }

    Story on(Input input) {
        Transition transition = ServerLifecycle.on(server, input, now, BackOff.DEFAULT);
        server = transition.server();
        effects = transition.effects();
        return this;
    }

    Story spawned() {
        return on(new Input.Spawned(server.run(), 4000 + server.run()));
    }

    Story ready() {
        return on(new Input.Ready(server.run(), INFO, Duration.ofMillis(80), Duration.ofMillis(30)));
    }

    Story exited(Exit exit, String... stderr) {
        return on(new Input.Exited(server.run(), exit, List.of(stderr), null));
    }

    Story after(Duration time) {
        now = now.plus(time);
        return on(new Input.Tick());
    }

    Story afterSeconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    /** When the state's deadline comes. */
    Story atDeadline() {
        Instant deadline = server.state().deadline();
        if (deadline == null) {
            throw new AssertionError("no deadline in " + server.state());
        }
        now = deadline;
        return on(new Input.Tick());
    }

    Story crashAtOnce() {
        return spawned().exited(Exit.code(1), "boom");
    }

    Server server() {
        return server;
    }

    ServerState state() {
        return server.state();
    }

    Instant now() {
        return now;
    }

    List<Effect> effects() {
        return effects;
    }

    /** The effects that are no events. */
    List<Effect> deeds() {
        return effects.stream()
                .filter(effect -> !(effect instanceof Effect.Publish))
                .toList();
    }

    /** The events that end no command. */
    List<ServerEvent> events() {
        List<ServerEvent> events = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish(ServerEvent event, String _)
                    && !(event instanceof ServerEvent.CommandEnded)) {
                events.add(event);
            }
        }
        return events;
    }

    /** How commands ended by the last input. */
    List<Ended> endings() {
        List<Ended> endings = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish(ServerEvent.CommandEnded(Ending ending), String id) && id != null) {
                endings.add(new Ended(id, ending));
            }
        }
        return endings;
    }

    long untilDeadline() {
        Instant deadline = server.state().deadline();
        return deadline == null ? -1 : MILLISECONDS.convert(Duration.between(now, deadline));
    }

    record Ended(String commandId, Ending ending) {
        static Ended succeeded(String id) {
            return new Ended(id, new Ending.Succeeded(true));
        }

        static Ended unchanged(String id) {
            return new Ended(id, new Ending.Succeeded(false));
        }

        static Ended superseded(String id, String by) {
            return new Ended(id, new Ending.Superseded(by));
        }
    }
}
