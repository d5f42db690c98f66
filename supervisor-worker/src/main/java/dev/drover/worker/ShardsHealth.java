package dev.drover.worker;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up when the worker has joined the group and owns the shards that it was given. */
final class ShardsHealth implements HealthIndicator {
    private final Worker worker;

    ShardsHealth(Worker worker) {
        this.worker = worker;
    }

    @Override
    public Health health() {
        return worker.isReady() ? Health.up().build() : Health.outOfService().build();
    }
}
