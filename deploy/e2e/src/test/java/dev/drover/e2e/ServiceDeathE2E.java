package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import dev.drover.local.ServiceProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The only worker or the API service dies, by SIGKILL or in order, and is started again by the launcher. */
@OnOwnStack
class ServiceDeathE2E {

    private final Api api;
    private final ServiceProcess apiService;
    private final ServiceProcess worker;
    private final ServerProcesses processes;

    ServiceDeathE2E(Api api, LocalStack stack) {
        this.api = api;
        this.apiService = stack.api();
        this.worker = stack.workers().getFirst();
        this.processes = ServerProcesses.of(stack);
    }

    @Test
    void aKilledWorkerLeavesNoProcessAndItsServersRunAgainWithoutACommand() {
        List<ManagedServer> running = List.of(
                ManagedServer.running(api, Definitions.node("everything")),
                ManagedServer.running(api, Definitions.npx("memory")));
        ManagedServer stopped =
                ManagedServer.running(api, Definitions.node("memory")).stop();
        List<Long> pids = running.stream().map(ManagedServer::pid).toList();
        List<Long> trees = processes.all();
        assertThat(trees).containsAll(pids);

        worker.kill();

        ServerProcesses.assertGone(trees);
        running.forEach(server -> assertRunsAgain(server, pids));
        assertThat(stopped.status()).isEqualTo("stopped");
        assertThat(stopped.history())
                .containsExactly("server_starting", "server_started", "server_stopping", "server_stopped");
        assertThat(processes.of(stopped)).isEmpty();
        running.forEach(server -> server.stop().remove());
    }

    @Test
    void aStoppedWorkerTakesItsServersAlongAndStartsThemAgainWhenItIsBack() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        List<Long> pids = List.of(server.pid());
        List<Long> trees = processes.all();

        worker.stop(Duration.ofSeconds(30));

        ServerProcesses.assertGone(trees);
        worker.start();
        assertRunsAgain(server, pids);
        server.stop().remove();
    }

    @Test
    void aCommandGivenWhileThereIsNoWorkerIsCarriedOutByTheNext() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        worker.stop(Duration.ofSeconds(30));

        Api.Answer stop = server.command("stop", 0);

        assertThat(stop.status()).isEqualTo(202);
        worker.start();
        await().atMost(ManagedServer.PATIENCE)
                .until(() -> api.get("/internal/commands/"
                                + stop.body().path("command_id").asString())
                        .body()
                        .path("outcome")
                        .asString()
                        .equals("succeeded"));
        // The next owner may have started it for a moment, before it read the command.
        assertThat(server.status()).isEqualTo("stopped");
        assertThat(processes.of(server)).isEmpty();
        server.remove();
    }

    @Test
    void aKilledApiServiceSeesWhatHappensSoonAfterItIsBack() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));

        apiService.kill();

        await().atMost(ManagedServer.PATIENCE).until(apiService::isReady);
        assertThat(server.command("restart", 30).status()).isEqualTo(200);
        assertThat(server.status()).isEqualTo("running");
        server.stop().remove();
    }

    private static void assertRunsAgain(ManagedServer server, List<Long> before) {
        server.awaitView(view -> view.path("status").asString().equals("running")
                && !before.contains(view.path("pid").asLong()));
        assertThat(server.events("server_starting").getLast().path("reason").asString())
                .isEqualToIgnoringCase("failover");
        assertThat(server.events("server_starting").getLast().has("command_id")).isFalse();
    }
}
