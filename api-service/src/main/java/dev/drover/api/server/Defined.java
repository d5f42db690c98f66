package dev.drover.api.server;

import dev.drover.api.definition.Definition;
import dev.drover.api.definition.Secret;
import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.definition.StoredSecrets;
import java.util.Map;

/** What a server is defined as now, with the values that no client reads. */
public record Defined(
        long appId, String name, String description, StoredDefinition definition, Map<String, Secret> secrets) {

    StoredSecrets stored() {
        return definition.url() == null ? new StoredSecrets(secrets, Map.of()) : new StoredSecrets(Map.of(), secrets);
    }

    boolean isTheSameAs(Definition other) {
        return name.equals(other.name())
                && description.equals(other.description())
                && definition.equals(StoredDefinition.of(other))
                && secrets.equals(other.endpoint().secrets());
    }
}
