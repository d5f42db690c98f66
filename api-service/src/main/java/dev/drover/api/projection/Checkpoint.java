package dev.drover.api.projection;

/** How far a shard's events are in the tables: a row of {@code projection_checkpoint}. */
record Checkpoint(int shard, long nextOffset, String topicId) {}
