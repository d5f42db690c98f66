package dev.drover.worker.ownership;

import dev.drover.worker.lease.Lease;
import dev.drover.worker.lease.LeaseEffect;
import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lease.Move;
import dev.drover.worker.lease.Phase;
import dev.drover.worker.lease.Standing;
import dev.drover.worker.lease.Tenancy;
import dev.drover.worker.messaging.LeaseWrite;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.Tenure;
import dev.drover.worker.supervision.Mailbox;
import dev.drover.worker.supervision.Message;
import dev.drover.worker.supervision.ShardLease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes, holds and gives up one shard: carries out what {@link Tenancy} decides. Any thread tells it what happened. What
 * waits for brokers or for the guard is done by threads of its own, so that nothing keeps it from killing in time.
 */
final class ShardOwner implements ShardWriter.Owner, ShardLease {
    private static final Logger log = LoggerFactory.getLogger(ShardOwner.class);

    private final int shard;
    private final ShardWriter writer;
    private final ClaimSteps claims;
    private final Mailbox mailbox;
    private final Ownership.Feed feed;
    private final Guard guard;
    private final LeaseMetrics metrics;
    private final Executor steps;
    private final Executor guarding;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, CompletableFuture<Boolean>> asks = new HashMap<>();
    private final List<CompletableFuture<Void>> handOvers = new ArrayList<>();
    private volatile Standing standing;
    private long lastAsk;

    /** Of the commands that the supervisor is to take: the claim with which it got the shard. */
    private long fed;

    /** Of the present claim. */
    private volatile ClaimSteps.@Nullable Findings findings;

    ShardOwner(int shard, Ownership.Parts parts) {
        this.shard = shard;
        this.writer = parts.writers().create(shard, this);
        this.claims = new ClaimSteps(
                shard, writer, parts.writers(), parts.tail(), parts.leasesTopicId(), parts.feed(), parts.turns());
        this.mailbox = parts.mailbox();
        this.feed = parts.feed();
        this.guard = parts.guard();
        this.metrics = parts.metrics();
        this.standing = Standing.outside(parts.rules());
        this.steps = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("owner-" + shard).factory());
        this.guarding = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("guard-" + shard).factory());
    }

    Standing standing() {
        return standing;
    }

    /** How this worker owns the shard now. */
    Optional<Tenure> tenure() {
        Standing present = standing;
        return lease(present.phase()).map(lease -> new Tenure(present.claim(), present.unbrokenSince(), lease));
    }

    private static Optional<Tenure.Lease> lease(Phase phase) {
        return switch (phase) {
            case Phase.Unassigned() -> Optional.empty();
            case Phase.Claiming claiming -> Optional.ofNullable(claiming.kept()).map(kept -> Tenure.Lease.LOST);
            case Phase.Waiting() -> Optional.of(Tenure.Lease.WAITING);
            case Phase.Owned(Lease lease) ->
                Optional.of(lease instanceof Lease.Held ? Tenure.Lease.HELD : Tenure.Lease.IDLE);
            case Phase.Lost _ -> Optional.of(Tenure.Lease.LOST);
            case Phase.Releasing _ -> Optional.of(Tenure.Lease.HELD);
        };
    }

    boolean areTheSameCommands() throws InterruptedException {
        return claims.areTheSameCommands(claims.topicIds());
    }

    CompletableFuture<Void> revoked() {
        CompletableFuture<Void> handedOver = new CompletableFuture<>();
        lock.lock();
        try {
            handOvers.add(handedOver);
            take(new LeaseInput.Revoked());
        } finally {
            lock.unlock();
        }
        return handedOver;
    }

    @Override
    public void fenced(long ofClaim) {
        take(new LeaseInput.Fenced(ofClaim));
    }

    @Override
    public void broken(long ofClaim) {
        take(new LeaseInput.Broken(ofClaim));
    }

    @Override
    public void renewed(long ticket, long begun) {
        metrics.renewed(System.nanoTime() - begun);
        take(new LeaseInput.Renewed(ticket, begun));
    }

    @Override
    public CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        lock.lock();
        try {
            lastAsk++;
            asks.put(lastAsk, answer);
            take(new LeaseInput.SpawnAsked(lastAsk));
        } finally {
            lock.unlock();
        }
        return answer;
    }

    @Override
    public boolean holds() {
        return standing.holds(System.nanoTime());
    }

    @Override
    public void emptied() {
        take(new LeaseInput.Emptied());
    }

    /** Never waits for brokers. */
    void take(LeaseInput input) {
        lock.lock();
        try {
            Standing before = standing;
            Move move = Tenancy.on(before, input, System.nanoTime());
            standing = move.standing();
            logTransition(before, standing, input);
            metrics.moved(before.phase(), standing.phase(), input);
            move.effects().forEach(this::begin);
        } finally {
            lock.unlock();
        }
    }

    private void begin(LeaseEffect effect) {
        switch (effect) {
            case LeaseEffect.Slow slow -> steps.execute(() -> carryOut(slow));
            case LeaseEffect.Prove(long attempt) -> prove(attempt);
            case LeaseEffect.Open(boolean goesOn) -> open(goesOn);
            case LeaseEffect.WriteRenewal(long ticket) -> writer.write(new LeaseWrite(false, ticket));
            case LeaseEffect.WriteIdle(long ticket) -> writer.write(new LeaseWrite(true, ticket));
            case LeaseEffect.StopServers() -> stopServers();
            case LeaseEffect.Kill() -> {
                mailbox.submit(new Message.Lost(shard));
                writer.discard();
            }
            case LeaseEffect.ExtendGuard extend -> guarding.execute(() -> extend(extend));
            case LeaseEffect.ReleaseGuard() -> guarding.execute(() -> guard.release(shard));
            case LeaseEffect.Answer(long ask, boolean mayRun) ->
                Objects.requireNonNull(asks.remove(ask)).complete(mayRun);
            case LeaseEffect.HandedOver() -> {
                handOvers.forEach(handOver -> handOver.complete(null));
                handOvers.clear();
            }
        }
    }

    private void carryOut(LeaseEffect.Slow step) {
        switch (step) {
            case LeaseEffect.Look(long attempt) when standing.isWanted(attempt) -> take(claims.look(attempt));
            case LeaseEffect.Fence(long attempt)
            when standing.isWanted(attempt) -> take(claims.fence(attempt, found -> findings = found));
            case LeaseEffect.WriteClaim(long attempt)
            when standing.isWanted(attempt) -> take(claims.writeClaim(attempt, findings));
            case LeaseEffect.WriteClaim(long attempt) -> take(new LeaseInput.Failed(attempt));
            case LeaseEffect.Look _, LeaseEffect.Fence _ -> {}
            case LeaseEffect.WriteRelease() -> {
                release();
                take(new LeaseInput.Released());
            }
            case LeaseEffect.Close() -> {
                close();
                take(new LeaseInput.Closed());
            }
        }
    }

    private void prove(long attempt) {
        var _ = feed.prove(shard)
                .thenAcceptAsync(
                        proven -> take(proven ? new LeaseInput.Proven(attempt) : new LeaseInput.Failed(attempt)),
                        steps);
    }

    /** Said to the supervisor and the listener under the lock: what is killed later is told later. */
    private void open(boolean goesOn) {
        var state = Objects.requireNonNull(findings).state();
        long nextOffset = state.position().nextOffset();
        if (!goesOn) {
            fed = standing.claim();
            mailbox.submit(new Message.Claimed(shard, fed, writer.log(), this, state.servers(), nextOffset));
        }
        writer.open();
        feed.resume(shard, fed, nextOffset);
        log.info(
                "Shard {}: claim {}, {} servers{}",
                shard,
                standing.claim(),
                state.servers().size(),
                goesOn ? ", which go on" : "");
    }

    private void stopServers() {
        CompletableFuture<Void> atRest = new CompletableFuture<>();
        var _ = atRest.thenRun(() -> take(new LeaseInput.AtRest()));
        mailbox.submit(new Message.Revoked(shard, atRest));
    }

    private void release() {
        try {
            writer.release();
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Shard {}: the release could not be written: {}", shard, e.toString());
        }
    }

    /** However it ends: without the news of it the shard could never be claimed again. */
    private void close() {
        try {
            writer.close();
        } catch (RuntimeException e) {
            log.error("Shard {}: its producer could not be closed", shard, e);
        }
    }

    private void extend(LeaseEffect.ExtendGuard extend) {
        boolean isTaken = guard.extend(shard, extend.deadline() - LeaseRules.GUARD_MARGIN.toNanos());
        if (!isTaken) {
            log.error("Shard {}: the guard does not take the end of its lease; its servers are killed", shard);
        }
        take(new LeaseInput.Guarded(extend.ticket(), isTaken));
    }

    private void logTransition(Standing before, Standing after, LeaseInput input) {
        if (!before.phase().getClass().equals(after.phase().getClass())) {
            log.info(
                    "Shard {}: {} -> {} on {}{}",
                    shard,
                    name(before.phase()),
                    name(after.phase()),
                    name(input),
                    after.owed() != null && after.phase() instanceof Phase.Waiting
                            ? ": the lease of claim " + after.owed().claim() + " may not be over"
                            : "");
        }
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
