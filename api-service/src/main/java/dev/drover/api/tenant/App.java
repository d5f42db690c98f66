package dev.drover.api.tenant;

/** A tenant: what servers belong to. */
public record App(long appId, String name) {}
