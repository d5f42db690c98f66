package dev.drover.faults.load;

import dev.drover.faults.load.Managed.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * What goes on meanwhile: commands and calls, by the API and straight to Kafka, a few every second. A thread of its own
 * begins them, others wait for their answers.
 */
public final class Load {

    private static final Duration PAUSE = Duration.ofMillis(120);
    private static final int AT_A_TIME = 32;
    private static final List<String> VERBS = List.of("start", "stop", "restart");

    private final Api api;
    private final CommandTopic topic;
    private final Fleet fleet;
    private final Journal journal;
    private final Random random;

    public Load(Api api, CommandTopic topic, Fleet fleet, Journal journal, Random random) {
        this.api = api;
        this.topic = topic;
        this.fleet = fleet;
        this.journal = journal;
        this.random = random;
    }

    /** Goes on until it is closed; closing waits for the answers. */
    public Running start() {
        return new Running();
    }

    /** The load while it goes on. */
    public final class Running implements AutoCloseable {

        private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        private final Semaphore places = new Semaphore(AT_A_TIME);
        private final Thread thread = Thread.ofPlatform().daemon().name("load").start(this::run);

        private void run() {
            try {
                while (true) {
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                    places.acquire();
                    Runnable next = next();
                    calls.execute(() -> {
                        try {
                            next.run();
                        } finally {
                            places.release();
                        }
                    });
                }
            } catch (InterruptedException e) {
                // Closed.
            }
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            calls.close();
        }
    }

    private Runnable next() {
        Managed busy = any(fleet.of(Role.BUSY));
        Managed steady = any(fleet.of(Role.STEADY));
        String verb = VERBS.get(random.nextInt(VERBS.size()));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> () -> command(busy, verb);
            case 5, 6, 7, 8, 9 -> () -> publish(busy, verb);
            case 10, 11, 12, 13, 14, 15 -> () -> call(steady);
            case 16, 17, 18 -> () -> publishCall(steady);
            default -> this::look;
        };
    }

    private Managed any(List<Managed> servers) {
        return servers.get(random.nextInt(servers.size()));
    }

    private void command(Managed server, String verb) {
        try {
            Api.Answer answer = api.send("POST", path(server) + "/" + verb, null);
            if (answer.status() == 202 || answer.status() == 200) {
                journal.accept(answer.body().path("command_id").asString(), server.id(), verb, 1);
            }
        } catch (IOException e) {
            // Not accepted, as far as anybody was told.
        }
    }

    private void publish(Managed server, String verb) {
        String id = UUID.randomUUID().toString();
        if (isAcknowledged(() -> topic.publish(verb, server.id(), id))) {
            journal.published(id, server.id(), verb, 1);
        }
    }

    private void publishCall(Managed server) {
        String id = UUID.randomUUID().toString();
        if (isAcknowledged(() -> topic.call(server.id(), id, id))) {
            journal.published(id, server.id(), "call", 1);
        }
        journal.called(id, server.id(), false);
    }

    private void call(Managed server) {
        String nonce = UUID.randomUUID().toString();
        boolean isAnswered = false;
        try {
            String arguments = "{\"arguments\":{\"nonce\":\"%s\"}}".formatted(nonce);
            isAnswered = api.send("POST", path(server) + "/tools/note/call", arguments)
                            .status()
                    == 200;
        } catch (IOException e) {
            // Carried out once, or not at all.
        }
        journal.called(nonce, server.id(), isAnswered);
    }

    private void look() {
        try {
            fleet.views();
        } catch (IOException e) {
            // That is somebody else's to judge, when it is quiet.
        }
    }

    private interface Publication {
        Future<RecordMetadata> begin();
    }

    private static boolean isAcknowledged(Publication publication) {
        try {
            publication.begin().get();
            return true;
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String path(Managed server) {
        return Fleet.PATH + "/" + server.id();
    }
}
