package dev.drover.worker.supervision;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Is held, and renewed at once, unless the test says otherwise. */
final class FakeLease implements ShardLease {
    final List<CompletableFuture<Boolean>> asks = new ArrayList<>();
    boolean isRenewing = true;
    boolean isHeld = true;
    int emptied;

    @Override
    public CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer =
                isRenewing ? CompletableFuture.completedFuture(true) : new CompletableFuture<>();
        asks.add(answer);
        return answer;
    }

    @Override
    public boolean holds() {
        return isHeld;
    }

    @Override
    public void emptied() {
        emptied++;
    }
}
