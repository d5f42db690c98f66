package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import dev.drover.worker.supervision.McpSession;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** An initialised session with a server. Thread-safe. */
record InitializedSession(Requests requests, ServerInfo info, Duration requestTimeout) implements McpSession {
    @Override
    public CompletableFuture<String> list(CatalogueKind kind) {
        boolean offered = new RawJson(info.capabilities()).fields().containsKey(Listing.field(kind));
        return offered
                ? Requests.future(new Listing(requests, kind, requestTimeout).all())
                : CompletableFuture.completedFuture("[]");
    }

    @Override
    public CompletableFuture<String> callTool(String tool, String arguments, Duration timeout) {
        Duration shorter = timeout.compareTo(requestTimeout) < 0 ? timeout : requestTimeout;
        Mono<RawJson> call = withArguments(McpSchema.METHOD_TOOLS_CALL, tool, arguments, shorter);
        // It was not carried out; the list of tools says what headers it wants.
        return text(call.onErrorResume(
                Stateless::wantsOtherHeaders,
                e -> new Listing(requests, CatalogueKind.TOOLS, requestTimeout)
                        .all()
                        .then(call)));
    }

    @Override
    public CompletableFuture<String> readResource(String uri) {
        return text(requests.send(McpSchema.METHOD_RESOURCES_READ, Map.of("uri", uri), requestTimeout));
    }

    @Override
    public CompletableFuture<String> getPrompt(String prompt, String arguments) {
        return text(withArguments(McpSchema.METHOD_PROMPT_GET, prompt, arguments, requestTimeout));
    }

    @Override
    public CompletableFuture<String> ping() {
        return Requests.future(requests.send(
                        requests.isStateless() ? Stateless.DISCOVER : McpSchema.METHOD_PING, Map.of(), requestTimeout)
                .thenReturn("{}"));
    }

    @Override
    public void debug(boolean enabled) {
        requests.transport().debug(enabled);
    }

    @Override
    public void close() {
        requests.close();
    }

    private Mono<RawJson> withArguments(String method, String name, String arguments, Duration timeout) {
        // Outside strings a line break is white space, inside them JSON has none; a message must be one line.
        RawJson oneLine = new RawJson(arguments.replace('\n', ' ').replace('\r', ' '));
        try {
            oneLine.fields();
        } catch (JacksonException e) {
            return Mono.error(new McpFailure(Reason.PROTOCOL, "The arguments of " + name + " are not a JSON object."));
        }
        return requests.send(method, Map.of("name", name, "arguments", oneLine), timeout);
    }

    private static CompletableFuture<String> text(Mono<RawJson> result) {
        return Requests.future(result.map(RawJson::text));
    }
}
