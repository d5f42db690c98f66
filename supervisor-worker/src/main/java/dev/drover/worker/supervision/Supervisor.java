package dev.drover.worker.supervision;

import dev.drover.schemas.Sharding;
import dev.drover.worker.lifecycle.BackOff;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.query.Calls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises the servers of the shards that this worker owns: takes one message after the other, lets the lifecycle decide,
 * writes what changed, and carries out the effects once that is committed. One thread runs it; others only submit.
 */
public final class Supervisor implements Mailbox, Runnable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    /** How late a deadline may be noticed. */
    private static final Duration TICK = Duration.ofMillis(25);

    private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final Clock clock;
    private final BackOff backOff;
    private final Runs runs;
    private final QueryDesk desk;
    private Instant ticked = Instant.MIN;
    private volatile int liveServers;

    /**
     * @param startLimit how many servers may be starting at a time
     * @param mostUsersPerServer in how many users' names a server is asked at a time
     */
    public Supervisor(
            ProcessHost processes,
            RemoteHost remotes,
            McpConnector connector,
            Answers answers,
            Clock clock,
            int startLimit,
            int mostUsersPerServer,
            BackOff backOff) {
        this.clock = clock;
        this.backOff = backOff;
        runs = new Runs(processes, remotes, connector, this, new StartLimiter(startLimit), mostUsersPerServer);
        desk = new QueryDesk(runs, answers, this, clock);
    }

    @Override
    public void submit(Message message) {
        mailbox.add(message);
    }

    /** Servers with a process. Any thread may ask. */
    public int liveServers() {
        return liveServers;
    }

    /** The supervisor's thread: ends when it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                Message message = mailbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (message != null) {
                    step(message);
                }
                step(clock.instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Handles what is in the mailbox and the deadlines that are over. For the thread and for tests. */
    public void step(Instant now) {
        for (Message message = mailbox.poll(); message != null; message = mailbox.poll()) {
            step(message);
        }
        if (now.isAfter(ticked.plus(TICK))) {
            ticked = now;
            shards.values().forEach(shard -> tick(shard, now));
        }
        liveServers = runs.count();
    }

    private void step(Message message) {
        try {
            handle(message);
        } catch (RuntimeException e) {
            log.error("A {} could not be handled", message.getClass().getSimpleName(), e);
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Claimed claimed -> claimed(claimed);
            case Message.Commands commands -> commands(commands);
            case Message.Reported reported -> reported(reported);
            case Message.Replied replied -> replied(replied);
            case Message.Revoked revoked -> revoked(revoked);
            case Message.Lost(int number) -> lost(number);
            case Message.Follow(Runnable action) -> action.run();
        }
    }

    private void claimed(Message.Claimed claimed) {
        runs.under(claimed.shard(), claimed.lease());
        Shard shard = new Shard(
                claimed.shard(),
                claimed.claim(),
                new Commits(claimed.log(), this),
                runs,
                backOff,
                claimed.nextOffset());
        shards.put(claimed.shard(), shard);
        for (Message.Restored restored : claimed.servers()) {
            StepBuilder step = new StepBuilder();
            shard.put(restored.managed());
            desk.outcomeUnknown(shard, restored.managed(), step);
            shard.find(restored.managed().server().id())
                    .ifPresent(managed ->
                            shard.apply(managed, new Input.Adopted(restored.wasLive()), clock.instant(), step));
            shard.commits().add(step);
        }
    }

    private void commands(Message.Commands commands) {
        Shard shard = shards.get(commands.shard());
        if (shard == null || shard.isLeaving() || shard.claim() != commands.claim()) {
            // They are read again, by the next owner or from where this one begins.
            commands.handled().complete(null);
            return;
        }
        StepBuilder step = new StepBuilder();
        for (Message.Delivery delivery : commands.deliveries()) {
            Received command = delivery.command();
            if (shard.advance(delivery.offset()) && command != null) {
                receive(shard, command, step);
            }
        }
        step.position(shard.nextOffset());
        shard.handling(commands.handled(), step);
        shard.commits().add(step);
    }

    private void receive(Shard shard, Received command, StepBuilder step) {
        switch (command) {
            case Received.Ordered ordered -> order(shard, ordered, step);
            case Received.Questioned(var asked) ->
                shard.find(asked.serverId())
                        .filter(managed -> managed.server().appId() == asked.appId())
                        .filter(managed -> !(managed.server().state() instanceof ServerState.Removed))
                        .ifPresentOrElse(
                                managed -> desk.ask(shard, managed, asked, step),
                                () -> desk.askedOfUnknown(shard, asked, step));
            case Received.Refused refused -> shard.reject(refused, step);
            case Received.RefusedQuery refused -> desk.reject(shard, refused, step);
        }
    }

    private void order(Shard shard, Received.Ordered ordered, StepBuilder step) {
        Input.Order order = ordered.order();
        Managed managed = shard.find(ordered.serverId()).orElse(null);
        if (managed == null && order instanceof Input.Define(String _, Definition definition)) {
            managed = new Managed(Server.defined(ordered.serverId(), ordered.appId(), definition), Calls.NONE);
        }
        if (managed == null || managed.server().appId() != ordered.appId()) {
            shard.reject(unknown(ordered.serverId(), ordered.appId(), order.commandId()), step);
        } else {
            shard.apply(managed, order, clock.instant(), step);
        }
    }

    static Received.Refused unknown(long serverId, long appId, String commandId) {
        return new Received.Refused(
                serverId, appId, commandId, "UNKNOWN_SERVER", "No such server is known to its owner.");
    }

    private void reported(Message.Reported reported) {
        Shard shard = shards.get(Sharding.shardOf(reported.serverId()));
        if (shard == null) {
            return;
        }
        StepBuilder step = new StepBuilder();
        shard.find(reported.serverId())
                .ifPresent(managed -> shard.apply(managed, reported.report(), clock.instant(), step));
        shard.commits().add(step);
        shard.checkRest();
    }

    private void replied(Message.Replied replied) {
        Shard shard = shards.get(Sharding.shardOf(replied.asked().serverId()));
        if (shard == null) {
            return;
        }
        StepBuilder step = new StepBuilder();
        shard.find(replied.asked().serverId()).ifPresent(managed -> desk.replied(shard, managed, replied, step));
        shard.commits().add(step);
    }

    private void tick(Shard shard, Instant now) {
        for (Managed managed : shard.all()) {
            Instant deadline = managed.server().state().deadline();
            if (deadline != null && !now.isBefore(deadline)) {
                StepBuilder step = new StepBuilder();
                shard.apply(managed, new Input.Tick(), now, step);
                shard.commits().add(step);
            }
        }
    }

    private void revoked(Message.Revoked revoked) {
        Shard shard = shards.get(revoked.shard());
        if (shard == null) {
            revoked.atRest().complete(null);
            return;
        }
        StepBuilder step = new StepBuilder();
        shard.all().forEach(managed -> shard.apply(managed, new Input.Revoked(), clock.instant(), step));
        shard.commits().add(step);
        shard.leave(() -> {
            shards.remove(revoked.shard(), shard);
            shard.commits().last(() -> revoked.atRest().complete(null));
        });
    }

    private void lost(int number) {
        Shard shard = shards.remove(number);
        if (shard != null) {
            shard.lost(clock.instant());
        }
    }
}
