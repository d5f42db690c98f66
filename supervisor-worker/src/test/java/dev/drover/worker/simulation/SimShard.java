package dev.drover.worker.simulation;

import dev.drover.worker.lease.LastRecord;
import dev.drover.worker.lease.LastRecord.Kind;
import dev.drover.worker.lease.LeaseEffect;
import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lease.Move;
import dev.drover.worker.lease.Standing;
import dev.drover.worker.lease.Tenancy;
import dev.drover.worker.supervision.Message;
import dev.drover.worker.supervision.ShardLease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A worker's side of a shard: carries out what {@link Tenancy} decides, as the real owner does. */
final class SimShard implements ShardLease {
    /** What was found once others were shut out. */
    private record Findings(
            Broker.@Nullable Entry last, boolean isDead, List<Message.Restored> servers, long nextOffset, long tried) {}

    final SimWorker worker;
    final int number;
    final Broker log;
    private final SimWriter writer = new SimWriter(this);
    private final Map<Long, CompletableFuture<Boolean>> asks = new HashMap<>();
    private final List<Runnable> handOvers = new ArrayList<>();
    private final Map<Long, Long> readAt = new HashMap<>();
    private final Deque<LeaseEffect.Slow> slow = new ArrayDeque<>();
    private boolean isBusy;
    private Standing standing;
    private @Nullable Findings findings;
    private long lastAsk;
    private boolean isFed;
    private long claim;
    private long fed;
    private long position;
    CompletableFuture<Boolean> latest = new CompletableFuture<>();

    SimShard(SimWorker worker, int number, Broker log, LeaseRules rules) {
        this.worker = worker;
        this.number = number;
        this.log = log;
        this.standing = Standing.outside(rules);
        log.tail(
                entry -> worker.hear(() -> seen(entry)),
                dead -> worker.hear(() -> take(new LeaseInput.Obituary(dead))));
    }

    Standing standing() {
        return standing;
    }

    private void seen(Broker.Entry entry) {
        readAt.putIfAbsent(entry.offset(), worker.mono());
        if (entry.kind() == Kind.CLAIM && !entry.process().equals(worker.name)) {
            take(new LeaseInput.ForeignClaim(entry.offset()));
        }
    }

    private @Nullable LastRecord lastRecord(Broker.@Nullable Entry entry, boolean isDead) {
        if (entry == null) {
            return null;
        }
        long at = readAt.computeIfAbsent(entry.offset(), offset -> worker.mono());
        boolean isOwn = entry.process().equals(worker.name);
        Kind kind = entry.kind();
        if (worker.cluster.mutant == Mutant.NO_WAIT && !isOwn) {
            kind = Kind.RELEASE;
        }
        return new LastRecord(kind, entry.claim(), isOwn && kind == Kind.CLAIM, isDead, at);
    }

    void assigned() {
        isFed = false;
        take(new LeaseInput.Assigned());
    }

    void lost() {
        isFed = false;
        take(new LeaseInput.Lost());
    }

    void revoked(Runnable handedOver) {
        isFed = false;
        handOvers.add(handedOver);
        take(new LeaseInput.Revoked());
    }

    void fenced(long claim) {
        take(new LeaseInput.Fenced(claim));
    }

    void broken(long claim) {
        take(new LeaseInput.Broken(claim));
    }

    void renewed(long ticket, long begun) {
        boolean late = worker.cluster.mutant == Mutant.COUNTED_FROM_COMMIT;
        take(new LeaseInput.Renewed(ticket, late ? worker.mono() : begun));
    }

    @Override
    public CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        latest = answer;
        lastAsk++;
        asks.put(lastAsk, answer);
        take(new LeaseInput.SpawnAsked(lastAsk));
        if (worker.cluster.mutant == Mutant.NO_SPAWN_GATE) {
            answer.complete(true);
        }
        if (worker.cluster.mutant == Mutant.IDLE_WITH_PROCESSES) {
            worker.later(Duration.ofSeconds(1), () -> take(new LeaseInput.Emptied()));
        }
        return answer;
    }

    @Override
    public boolean holds() {
        return worker.cluster.mutant == Mutant.NO_SPAWN_GATE || standing.holds(worker.mono());
    }

    @Override
    public void emptied() {
        take(new LeaseInput.Emptied());
    }

    void take(LeaseInput input) {
        Standing before = standing;
        Move move = Tenancy.on(standing, input, worker.mono());
        standing = move.standing();
        if (!before.phase().getClass().equals(standing.phase().getClass())) {
            worker.note(number, before.phase(), standing.phase(), input);
        }
        move.effects().forEach(this::begin);
    }

    private void begin(LeaseEffect effect) {
        switch (effect) {
            case LeaseEffect.Slow step -> {
                slow.add(step);
                next();
            }
            case LeaseEffect.Prove(long attempt) ->
                worker.call(
                        () -> worker.cluster.group.proves(worker, number),
                        proven -> take(proven ? new LeaseInput.Proven(attempt) : new LeaseInput.Failed(attempt)),
                        () -> take(new LeaseInput.Failed(attempt)));
            case LeaseEffect.Open(boolean goesOn) -> open(goesOn);
            case LeaseEffect.WriteRenewal(long ticket) -> writer.say(Kind.RENEWAL, ticket);
            case LeaseEffect.WriteIdle(long ticket) -> writer.say(Kind.IDLE, ticket);
            case LeaseEffect.StopServers() -> {
                CompletableFuture<Void> atRest = new CompletableFuture<>();
                var _ = atRest.thenRun(() -> take(new LeaseInput.AtRest()));
                worker.submit(new Message.Revoked(number, atRest));
            }
            case LeaseEffect.Kill() -> {
                worker.submit(new Message.Lost(number));
                writer.discard();
            }
            case LeaseEffect.ExtendGuard(long ticket, long deadline) ->
                worker.guard.extend(
                        number,
                        deadline - LeaseRules.GUARD_MARGIN.toNanos(),
                        isTaken -> take(new LeaseInput.Guarded(ticket, isTaken)));
            case LeaseEffect.ReleaseGuard() -> worker.guard.release(number);
            case LeaseEffect.Answer(long ask, boolean mayRun) ->
                Objects.requireNonNull(asks.remove(ask)).complete(mayRun);
            case LeaseEffect.HandedOver() -> {
                handOvers.forEach(Runnable::run);
                handOvers.clear();
            }
        }
    }

    private void open(boolean goesOn) {
        Findings found = Objects.requireNonNull(findings);
        if (!goesOn) {
            claim = standing.claim();
            worker.submit(new Message.Claimed(number, claim, writer.log(), this, found.servers(), found.nextOffset()));
        }
        writer.open();
        long mine = claim;
        // The listener hears of it in a moment, and may have more of what it reads now in its hands.
        worker.later(worker.cluster.latency(), () -> {
            if (claim == mine) {
                position = found.nextOffset();
                fed = mine;
                isFed = true;
            }
        });
    }

    /** Gives the supervisor what commands there are. */
    void poll() {
        if (isFed && position < log.commands.size()) {
            List<Message.Delivery> deliveries = new ArrayList<>();
            while (position < log.commands.size() && deliveries.size() < 3) {
                deliveries.add(new Message.Delivery(position, log.commands.get((int) position)));
                position++;
            }
            long of = worker.cluster.mutant == Mutant.STALE_COMMANDS ? claim : fed;
            worker.submit(new Message.Commands(number, of, deliveries, new CompletableFuture<>()));
        }
    }

    private void next() {
        if (!isBusy && !slow.isEmpty()) {
            isBusy = true;
            carryOut(slow.remove());
        }
    }

    private void done(LeaseInput input) {
        isBusy = false;
        take(input);
        next();
    }

    private void skipped() {
        isBusy = false;
        next();
    }

    private void carryOut(LeaseEffect.Slow step) {
        switch (step) {
            case LeaseEffect.Look(long attempt)
            when standing.isWanted(attempt) ->
                worker.call(
                        this::find,
                        found -> done(new LeaseInput.Looked(attempt, lastRecord(found.last(), found.isDead()))),
                        () -> done(new LeaseInput.Failed(attempt)));
            case LeaseEffect.Fence(long attempt) when standing.isWanted(attempt) -> writer.pause(() -> fence(attempt));
            case LeaseEffect.WriteClaim(long attempt) when standing.isWanted(attempt) -> writeClaim(attempt);
            case LeaseEffect.WriteClaim(long attempt) -> done(new LeaseInput.Failed(attempt));
            case LeaseEffect.Look _, LeaseEffect.Fence _ -> skipped();
            case LeaseEffect.WriteRelease() -> writer.pause(this::release);
            case LeaseEffect.Close() -> writer.pause(() -> done(new LeaseInput.Closed()));
        }
    }

    private Findings find() {
        Broker.Entry last = log.last();
        boolean isDead = last != null && log.obituaries.contains(last.claim());
        return new Findings(last, isDead, log.restore(), log.nextOffset(), log.lastTried());
    }

    private void fence(long attempt) {
        worker.call(
                log::fence,
                epoch -> {
                    writer.epoch = epoch;
                    worker.call(
                            this::find,
                            found -> {
                                findings = found;
                                done(new LeaseInput.Found(attempt, lastRecord(found.last(), found.isDead())));
                            },
                            () -> done(new LeaseInput.Failed(attempt)));
                },
                () -> done(new LeaseInput.Failed(attempt)));
    }

    private void writeClaim(long attempt) {
        writer.settle(Objects.requireNonNull(findings).tried());
        int epoch = writer.epoch;
        long begun = worker.mono();
        boolean late = worker.cluster.mutant == Mutant.COUNTED_FROM_COMMIT;
        worker.call(
                () -> log.claim(epoch, worker.name, worker.id),
                offset -> done(
                        offset < 0
                                ? new LeaseInput.Failed(attempt)
                                : new LeaseInput.Claimed(attempt, offset, late ? worker.mono() : begun)),
                () -> done(new LeaseInput.Failed(attempt)));
    }

    private void release() {
        Broker.Batch batch = new Broker.Batch(worker.nextNumber(), List.of(), Kind.RELEASE);
        int epoch = writer.epoch;
        long claim = standing.claim();
        worker.call(
                () -> log.write(epoch, claim, batch, worker.name, worker.id),
                outcome -> done(new LeaseInput.Released()),
                () -> done(new LeaseInput.Released()));
    }
}
