package dev.drover.e2e;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A client per server that gives commands and asks questions in turn until it is closed, and notes the answers. */
final class Load implements AutoCloseable {

    private static final Map<String, Set<Integer>> EXPECTED = Map.of(
            "command", Set.of(200, 202, 503),
            "status", Set.of(200, 503),
            // 409 not running, 502 it stopped meanwhile, 504 the answer was lost with a broker.
            "query", Set.of(200, 409, 502, 503, 504));

    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    Load(List<ManagedServer> servers) {
        servers.forEach(server -> clients.execute(() -> run(server)));
    }

    /** Returns when so many more answers have come, of whatever kind. */
    void awaitMore(int count) {
        int enough = answers.get() + count;
        await().atMost(ManagedServer.PATIENCE).until(() -> answers.get() >= enough);
    }

    /** Returns when so many more commands have been accepted. */
    void awaitMoreAccepted(int count) {
        int enough = accepted.size() + count;
        await().atMost(ManagedServer.PATIENCE).until(() -> accepted.size() >= enough);
    }

    /** The ids of the commands that were accepted. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** What should not have been answered, or not like that. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** How often something could not be done for the moment. */
    int unavailable() {
        return unavailable.get();
    }

    @Override
    public void close() {
        over.set(true);
        clients.close();
    }

    private void run(ManagedServer server) {
        List<String> verbs = List.of("start", "restart", "stop");
        for (int turn = 0; !over.get(); turn++) {
            try {
                command(server, verbs.get(turn % verbs.size()));
                note("status", server.api().get(server.path("")));
                note("query", server.api().get(server.path("/tools?refresh=true")));
                note("query", server.call("read_graph", Map.of()));
            } catch (AssertionError e) {
                unexpected.add(e + ": " + e.getCause());
            }
        }
    }

    private void command(ManagedServer server, String verb) {
        Api.Answer answer = server.command(verb, 1);
        note("command", answer);
        if (answer.status() < 300) {
            accepted.add(answer.body().path("command_id").asString());
        }
    }

    private void note(String kind, Api.Answer answer) {
        answers.incrementAndGet();
        if (answer.status() == 503) {
            unavailable.incrementAndGet();
        }
        boolean saysWhen = answer.headers().firstValue("Retry-After").isPresent();
        boolean expected = EXPECTED.getOrDefault(kind, Set.of()).contains(answer.status());
        if (!expected || (answer.status() == 503 && !saysWhen)) {
            unexpected.add(kind + " " + answer.status() + " " + answer.headers().map() + " " + answer.body());
        }
    }
}
