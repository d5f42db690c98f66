package dev.drover.api.definition;

import java.util.Map;

/** The values that a server's definition has already, by the names of its env variables or of its headers. */
public record StoredSecrets(Map<String, Secret> env, Map<String, Secret> headers) {
    /** Of a definition that is new. */
    public static final StoredSecrets NONE = new StoredSecrets(Map.of(), Map.of());
}
