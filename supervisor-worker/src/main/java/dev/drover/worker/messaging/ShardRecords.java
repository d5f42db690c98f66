package dev.drover.worker.messaging;

import dev.drover.schemas.EventDigest;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.StateKey;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Checkpoint;
import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.DefinitionState;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.Idle;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Release;
import dev.drover.schemas.message.Renewal;
import dev.drover.schemas.message.ShardClaimed;
import dev.drover.schemas.message.ShardReleased;
import dev.drover.schemas.message.StateRecord;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.supervision.Change;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of one claim of a shard: numbers its events, and never lets their time go back. Not thread-safe: the
 * shard's writer uses it.
 */
final class ShardRecords {
    private final int shard;
    private final WorkerIdentity worker;
    private final String commandsTopicId;
    private final Clock clock;
    private final Issuers issuers;
    private long claim = -1;
    private long sequence;
    private Instant latest = Instant.EPOCH;
    private @Nullable ByteBuffer lastDigest;

    /** How far the claim's events go. */
    record Written(long sequence, @Nullable ByteBuffer lastDigest) {}

    ShardRecords(int shard, WorkerIdentity worker, String commandsTopicId, Clock clock, Issuers issuers) {
        this.shard = shard;
        this.worker = worker;
        this.commandsTopicId = commandsTopicId;
        this.clock = clock;
        this.issuers = issuers;
    }

    static String leaseKey(int shard) {
        return "shard-" + shard;
    }

    static String obituaryKey(int shard) {
        return "obituary-" + shard;
    }

    long claim() {
        return claim;
    }

    Written written() {
        return new Written(sequence, lastDigest);
    }

    /** What follows is of this claim, and not earlier than what was written before it, to whose end it is chained. */
    void begin(long newClaim, ShardPosition from) {
        claim = newClaim;
        sequence = 0;
        latest = from.writtenAt().isAfter(latest) ? from.writtenAt() : latest;
        lastDigest = from.lastEventDigest();
    }

    /** The events after these were not written. */
    void goBackTo(Written before) {
        sequence = before.sequence();
        lastDigest = before.lastDigest();
    }

    ProducerRecord<String, byte[]> claimRecord() {
        return lease(new Claim(worker.pid(), worker.startedAt()), null);
    }

    ProducerRecord<String, byte[]> releaseRecord() {
        return lease(new Release(), claim);
    }

    ProducerRecord<String, byte[]> leaseRecord(LeaseWrite write) {
        return lease(write.isIdle() ? new Idle() : new Renewal(), claim);
    }

    private ProducerRecord<String, byte[]> lease(Object body, @Nullable Long ofClaim) {
        LeaseRecord message = new LeaseRecord(worker.workerId(), worker.bootId(), ofClaim, body);
        return new ProducerRecord<>(Topic.LEASES.topicName(), shard, leaseKey(shard), Codecs.LEASE.encode(message));
    }

    ProducerRecord<String, byte[]> claimed(@Nullable Long previousClaim, @Nullable Instant previousAt) {
        return shardEvent(new ShardClaimed(previousClaim, previousAt));
    }

    ProducerRecord<String, byte[]> released() {
        return shardEvent(new ShardReleased());
    }

    private ProducerRecord<String, byte[]> shardEvent(Object body) {
        return event(event(body).build(), leaseKey(shard));
    }

    /** Its own time is that of the last event: the shard's next owner, whose clock may be slow, goes on from there. */
    ProducerRecord<String, byte[]> checkpoint(long nextOffset) {
        StateRecord record = new StateRecord(new Checkpoint(claim, sequence, nextOffset, commandsTopicId, lastDigest));
        return new ProducerRecord<>(
                Topic.STATE.topicName(),
                shard,
                latest.toEpochMilli(),
                StateKey.CHECKPOINT,
                Codecs.STATE.encode(record));
    }

    /** The records of a change; a position has none of its own. */
    List<ProducerRecord<String, byte[]>> of(Change change) {
        return switch (change) {
            case Change.Happened happened -> List.of(happened(happened));
            case Change.Defined(Server server) -> List.of(definition(server));
            case Change.Ran(var managed) ->
                List.of(state(StateKey.run(managed.server().id()), StateMapping.toMessage(managed)));
            case Change.Forgotten(long serverId) ->
                List.of(tombstone(StateKey.run(serverId)), tombstone(StateKey.definition(serverId)));
            case Change.Position _ -> List.of();
        };
    }

    private ProducerRecord<String, byte[]> definition(Server server) {
        return state(
                StateKey.definition(server.id()),
                new DefinitionState(server.id(), server.appId(), DefinitionMapping.toMessage(server.definition())));
    }

    private ProducerRecord<String, byte[]> tombstone(String key) {
        return new ProducerRecord<>(Topic.STATE.topicName(), shard, key, null);
    }

    private ProducerRecord<String, byte[]> state(String key, Object body) {
        return new ProducerRecord<>(Topic.STATE.topicName(), shard, key, Codecs.STATE.encode(new StateRecord(body)));
    }

    private ProducerRecord<String, byte[]> happened(Change.Happened happened) {
        Event message = event(EventMapping.body(happened.event()))
                .setServerId(happened.serverId())
                .setAppId(happened.appId())
                .setGeneration(happened.generation())
                .setDesired(
                        happened.desired() == null
                                ? null
                                : DesiredState.valueOf(happened.desired().name()))
                .setCommandId(happened.commandId())
                .setIssuedBy(issuers.of(happened.commandId()))
                .build();
        return event(message, Sharding.key(happened.serverId()));
    }

    private Event.Builder event(Object body) {
        sequence++;
        Instant now = clock.instant();
        latest = now.isAfter(latest) ? now : latest;
        return Event.newBuilder()
                .setEventId(shard + "-" + claim + "-" + sequence)
                .setOccurredAt(latest)
                .setWorkerId(worker.workerId())
                .setShard(shard)
                .setClaim(claim)
                .setSequence(sequence)
                .setPreviousDigest(lastDigest)
                .setBody(body);
    }

    /** Its own time is the event's, so that the brokers' index of times leads to it, whatever clocks say. */
    private ProducerRecord<String, byte[]> event(Event message, String key) {
        byte[] value = Codecs.EVENT.encode(message);
        lastDigest = EventDigest.of(value);
        long millis = message.getOccurredAt().toEpochMilli();
        return new ProducerRecord<>(Topic.EVENTS.topicName(), shard, millis, key, value);
    }
}
