package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnSharedStack
class ManyServersE2E {

    private static final int SERVERS = 20;

    @Test
    void twentyServersStartedAtOnceAllComeUp(Api api, LocalStack stack) throws Exception {
        List<ManagedServer> servers = IntStream.range(0, SERVERS)
                .mapToObj(number -> ManagedServer.create(api, Definitions.node("memory")))
                .toList();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Api.Answer>> starts = servers.stream()
                    .<Callable<Api.Answer>>map(server -> () -> server.command("start", 0))
                    .toList();
            for (Future<Api.Answer> start : clients.invokeAll(starts)) {
                assertThat(start.get().status()).isEqualTo(202);
            }
            servers.forEach(server -> server.awaitStatus("running"));

            assertThat(servers)
                    .allSatisfy(server ->
                            assertThat(server.history()).containsExactly("server_starting", "server_started"));
            assertThat(servers.stream().map(ManagedServer::pid)).doesNotHaveDuplicates();

            clients.invokeAll(servers.stream()
                    .<Callable<ManagedServer>>map(server -> server::stop)
                    .toList());
        }
        ServerProcesses processes = ServerProcesses.of(stack);
        assertThat(servers)
                .allSatisfy(server -> assertThat(processes.of(server)).isEmpty());
        servers.forEach(ManagedServer::remove);
    }
}
