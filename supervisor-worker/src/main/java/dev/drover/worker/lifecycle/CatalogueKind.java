package dev.drover.worker.lifecycle;

/** What a server may offer, each as a list of its own. */
public enum CatalogueKind {
    TOOLS,
    RESOURCES,
    PROMPTS
}
