package dev.drover.api.query;

import java.util.List;

/** How a server's log is answered; for the description. */
record LogShape(List<String> lines) {}
