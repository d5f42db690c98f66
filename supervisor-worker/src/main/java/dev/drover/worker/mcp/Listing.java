package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One walk over all pages of a server's list. Used once; its pages come one after the other. */
final class Listing {
    private record Page(String items, @Nullable String nextCursor) {}

    private static final int MOST_PAGES = 1_000;
    private static final int METHOD_NOT_FOUND = -32601;

    private final Requests requests;
    private final String field;
    private final String method;
    private final long deadline;
    private final Set<String> cursors = new HashSet<>();
    private long size;

    /** @param timeout of the whole walk */
    Listing(Requests requests, CatalogueKind kind, Duration timeout) {
        this.requests = requests;
        this.field = field(kind);
        this.method = switch (kind) {
            case TOOLS -> McpSchema.METHOD_TOOLS_LIST;
            case RESOURCES -> McpSchema.METHOD_RESOURCES_LIST;
            case PROMPTS -> McpSchema.METHOD_PROMPT_LIST;
        };
        deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Name of a list in the server's answer, and of the capability to offer it. */
    static String field(CatalogueKind kind) {
        return switch (kind) {
            case TOOLS -> "tools";
            case RESOURCES -> "resources";
            case PROMPTS -> "prompts";
        };
    }

    /** A JSON array. */
    Mono<String> all() {
        return page(Map.of())
                .expand(this::following)
                .map(Page::items)
                .filter(items -> !items.isEmpty())
                .collect(Collectors.joining(",", "[", "]"))
                .onErrorResume(McpFailure.class, Listing::orEmpty);
    }

    private Mono<Page> following(Page page) {
        String cursor = page.nextCursor();
        if (cursor == null) {
            return Mono.empty();
        }
        if (!cursors.add(cursor)) {
            return Mono.error(new McpFailure(Reason.PROTOCOL, method + " gave the same nextCursor twice."));
        }
        if (cursors.size() == MOST_PAGES) {
            return Mono.error(new McpFailure(Reason.PROTOCOL, method + " has more than " + MOST_PAGES + " pages."));
        }
        return page(Map.of("cursor", cursor));
    }

    private Mono<Page> page(Map<String, String> params) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return requests.send(method, params, left).handle((result, sink) -> {
            try {
                sink.next(page(result));
            } catch (McpFailure e) {
                sink.error(e);
            }
        });
    }

    private Page page(RawJson result) throws McpFailure {
        Map<String, RawJson> fields = result.fields();
        RawJson items = fields.get(field);
        if (items == null || !items.isArray()) {
            throw new McpFailure(Reason.PROTOCOL, "The answer to " + method + " has no array " + field + ".");
        }
        size += items.text().getBytes(UTF_8).length;
        if (size > Conversation.LARGEST_REPLY) {
            throw new McpFailure(Reason.TOO_LARGE, "All pages of " + method + " together are too large.");
        }
        RawJson next = fields.get("nextCursor");
        if (next == null || next.isNull()) {
            return new Page(items.items(), null);
        }
        String cursor = next.string();
        if (cursor == null) {
            throw new McpFailure(Reason.PROTOCOL, "The nextCursor of " + method + " is not a string.");
        }
        return new Page(items.items(), cursor);
    }

    private static Mono<String> orEmpty(McpFailure failure) {
        Integer code = failure.serverCode();
        return code != null && code == METHOD_NOT_FOUND ? Mono.just("[]") : Mono.error(failure);
    }
}
