package dev.drover.worker.query;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Secret;
import org.jspecify.annotations.Nullable;

/** What may be asked of a server. */
public sealed interface Query {
    record ListCatalogue(CatalogueKind kind) implements Query {}

    /**
     * The only one that may change something out there, and is never executed twice.
     *
     * @param arguments a JSON object
     * @param caller who calls, as the platform names it
     */
    record CallTool(String tool, Secret arguments, @Nullable String caller) implements Query {}

    record ReadResource(String uri) implements Query {}

    /** {@code arguments} is a JSON object of strings. */
    record GetPrompt(String prompt, Secret arguments) implements Query {}

    /** The last lines of its stderr, 1 to 1,000. */
    record ReadLogs(int lines) implements Query {}
}
