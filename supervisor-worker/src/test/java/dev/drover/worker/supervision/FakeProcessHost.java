package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Spawns when the test says so. */
final class FakeProcessHost implements ProcessHost {
    final List<Spawn> spawns = new ArrayList<>();
    final List<Long> discarded = new ArrayList<>();
    long broken = -1;

    /** One that was asked for. */
    record Spawn(RunId run, BooleanSupplier mayRun, CompletableFuture<ServerProcess> result) {
        FakeProcess succeeds() {
            FakeProcess process = new FakeProcess();
            result.complete(process);
            return process;
        }

        void fails(ErrorCode code) {
            result.completeExceptionally(new SpawnFailed(code, "no"));
        }
    }

    @Override
    public CompletableFuture<ServerProcess> spawn(
            RunId run, long appId, Endpoint.Stdio endpoint, BooleanSupplier mayRun) {
        if (run.serverId() == broken) {
            throw new IllegalStateException("a bug");
        }
        Spawn spawn = new Spawn(run, mayRun, new CompletableFuture<>());
        spawns.add(spawn);
        return spawn.result();
    }

    @Override
    public void discard(long serverId) {
        discarded.add(serverId);
    }

    @Override
    public List<ServerLimit> limits() {
        return List.of();
    }

    @Override
    public String containment() {
        return "fake";
    }
}
