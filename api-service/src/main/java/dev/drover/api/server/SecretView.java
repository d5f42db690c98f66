package dev.drover.api.server;

import java.time.Instant;

/** All that is shown of a secret value. */
public record SecretView(boolean set, Instant updatedAt) {}
