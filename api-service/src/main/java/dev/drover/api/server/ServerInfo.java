package dev.drover.api.server;

/** What a server calls itself. */
public record ServerInfo(String name, String version) {}
