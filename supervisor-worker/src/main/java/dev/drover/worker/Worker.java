package dev.drover.worker;

import dev.drover.schemas.Topic;
import dev.drover.schemas.TopicSetup;
import dev.drover.schemas.sealing.Opener;
import dev.drover.worker.messaging.CommandListener;
import dev.drover.worker.messaging.CommandReader;
import dev.drover.worker.messaging.HeartbeatPublisher;
import dev.drover.worker.messaging.HeartbeatPublisher.Vitals;
import dev.drover.worker.messaging.Issuers;
import dev.drover.worker.messaging.KafkaSettings;
import dev.drover.worker.messaging.Obituaries;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.TopicTail;
import dev.drover.worker.messaging.WorkerIdentity;
import dev.drover.worker.ownership.Guard;
import dev.drover.worker.ownership.Heartbeat;
import dev.drover.worker.ownership.Ownership;
import dev.drover.worker.supervision.ServerLimit;
import dev.drover.worker.supervision.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the worker's threads and stops them in good order: first the shards are handed over, then the rest ends. It connects
 * and reads in the background while the program around it starts, since brokers may be away, and asks for shards after that.
 */
final class Worker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofMillis(200);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);

    private final WorkerSettings settings;
    private final WorkerIdentity identity;
    private final KafkaSettings kafka;
    private final Admin admin;
    private final Producer<String, byte[]> producer;
    private final Supervisor supervisor;
    private final String containment;
    private final List<ServerLimit> limits;
    private final Clock clock;
    private final Opener opener;
    private final Guard guard;
    private final boolean isPredecessorGone;
    private final MeterRegistry registry;
    private final Refusal refusal;
    private final Ownership.Feed feed = new Group();
    private final Thread starter = Thread.ofPlatform().name("starter").unstarted(this::boot);
    private final CountDownLatch admission = new CountDownLatch(1);
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private volatile boolean isRunning;
    private volatile boolean isDraining;
    private volatile @Nullable Parts parts;

    /** What exists once the brokers have been reached. */
    private record Parts(
            Ownership ownership,
            TopicTail tail,
            CommandListener listener,
            Heartbeat heartbeat,
            Thread supervising,
            Thread tailing,
            Thread listening) {}

    /**
     * @param opener of what is sealed for the workers
     * @param guard of the leases, outside this JVM
     * @param isPredecessorGone whether nothing of an earlier incarnation of this worker is left on this host
     * @param refusal called, by a thread of its own, when brokers are found with which the worker must not run
     */
    Worker(
            WorkerSettings settings,
            WorkerIdentity identity,
            KafkaSettings kafka,
            Admin admin,
            Producer<String, byte[]> producer,
            Supervisor supervisor,
            String containment,
            List<ServerLimit> limits,
            Clock clock,
            Opener opener,
            Guard guard,
            boolean isPredecessorGone,
            MeterRegistry registry,
            Refusal refusal) {
        this.settings = settings;
        this.identity = identity;
        this.kafka = kafka;
        this.admin = admin;
        this.producer = producer;
        this.supervisor = supervisor;
        this.containment = containment;
        this.limits = limits;
        this.clock = clock;
        this.opener = opener;
        this.guard = guard;
        this.isPredecessorGone = isPredecessorGone;
        this.registry = registry;
        this.refusal = refusal;
    }

    /** Nobody else hears of this worker yet. */
    void connect() {
        starter.start();
    }

    @Override
    public void start() {
        isRunning = true;
        admission.countDown();
    }

    private void boot() {
        try {
            Map<Topic, Uuid> topics = topics();
            Parts assembled = assemble(
                    Objects.requireNonNull(topics.get(Topic.COMMANDS)).toString(),
                    Objects.requireNonNull(topics.get(Topic.LEASES)));
            assembled.tailing().start();
            admission.await();
            join(assembled);
        } catch (InterruptedException e) {
            log.info("Stopped before the brokers were reached");
        } catch (IllegalStateException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    /** By a thread of its own, since the end of the program waits for this worker's threads, and not before it has started. */
    private void refuse(String reason) {
        Thread.ofPlatform().daemon().name("refusal").start(() -> {
            try {
                admission.await();
                refusal.because(reason);
            } catch (InterruptedException e) {
                log.info("Stopped before it could refuse to run: {}", reason);
            }
        });
    }

    private Map<Topic, Uuid> topics() throws InterruptedException {
        while (true) {
            try {
                return TopicSetup.ensure(admin, settings.topics().replicationFactor());
            } catch (UnknownTopicOrPartitionException e) {
                // one that has just been made is not known to every broker at once
                Thread.sleep(SETTLING);
            } catch (KafkaException e) {
                log.warn("The topics could not be checked, trying again: {}", e.toString());
                Thread.sleep(RETRY);
            }
        }
    }

    private Parts assemble(String commandsTopicId, Uuid leasesTopicId) {
        Issuers issuers = new Issuers();
        ShardWriter.Factory writers = new ShardWriter.Factory(kafka, identity, commandsTopicId, clock, issuers, opener);
        Ownership ownership = Ownership.of(
                writers, () -> parts().tail(), leasesTopicId, supervisor, feed, settings.leaseRules(), guard, registry);
        TopicTail tail = new TopicTail(kafka, admin, List.of(Topic.STATE, Topic.LEASES), ownership);
        CommandListener listener = new CommandListener(
                kafka,
                identity.workerId(),
                new CommandReader(clock, issuers, opener),
                producer,
                supervisor,
                ownership,
                this::refuse);
        HeartbeatPublisher publisher =
                new HeartbeatPublisher(producer, identity, containment, settings.capacity(), limits);
        Heartbeat heartbeat = new Heartbeat(
                publisher,
                () -> new Vitals(ownership.tenures(), supervisor.liveServers(), isDraining),
                settings.heartbeatInterval());
        parts = new Parts(
                ownership,
                tail,
                listener,
                heartbeat,
                Thread.ofPlatform().name("supervisor").unstarted(supervisor),
                Thread.ofPlatform().name("tail").unstarted(tail),
                Thread.ofPlatform().name("commands").unstarted(listener));
        return parts();
    }

    /** Before it asks for shards, it says what became of those that it had. */
    private void join(Parts assembled) throws InterruptedException {
        assembled.supervising().start();
        assembled.ownership().start();
        if (isPredecessorGone) {
            new Obituaries(producer, assembled.tail(), identity).write();
        }
        assembled.listening().start();
        assembled.heartbeat().start();
    }

    private Parts parts() {
        Parts assembled = parts;
        if (assembled == null) {
            throw new IllegalStateException("not started yet");
        }
        return assembled;
    }

    private final class Group implements Ownership.Feed {
        @Override
        public void resume(int shard, long claim, long nextOffset) {
            parts().listener().resume(shard, claim, nextOffset);
            parts().heartbeat().beat();
        }

        @Override
        public CompletableFuture<Boolean> prove(int shard) {
            return parts().listener().prove(shard);
        }

        @Override
        public void giveUp(String reason) {
            refuse(reason);
        }
    }

    /** Whether the worker has joined the group and owns every shard that it was given, and no more are to come. */
    boolean isReady() {
        Parts assembled = parts;
        return assembled != null
                && !isDraining
                && !assembled.listener().isArriving()
                && assembled.ownership().hasShards()
                && assembled.ownership().isSettled();
    }

    /** Of a program that could not start, too. */
    @Override
    public void stop() {
        if (!isStopped.compareAndSet(false, true)) {
            return;
        }
        isDraining = true;
        starter.interrupt();
        join(starter);
        Parts assembled = parts;
        if (assembled != null) {
            assembled.heartbeat().beat();
            assembled.listener().leave();
            join(assembled.listening());
            assembled.heartbeat().close();
            assembled.ownership().close();
            assembled.tail().close();
            assembled.supervising().interrupt();
            join(assembled.tailing());
            join(assembled.supervising());
        }
        producer.close(Duration.ofSeconds(2));
        isRunning = false;
    }

    private static void join(Thread thread) {
        try {
            boolean isUnstarted = thread.getState() == Thread.State.NEW;
            if (!isUnstarted && !thread.join(STOP_PATIENCE)) {
                log.warn("Thread {} did not end within {}", thread.getName(), STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
