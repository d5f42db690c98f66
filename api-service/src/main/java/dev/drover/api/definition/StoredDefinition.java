package dev.drover.api.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A definition without its name and the values of env and headers: what column {@code server.definition} holds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredDefinition(
        @Nullable String command,
        @Nullable List<String> args,
        @Nullable String url,
        @Nullable String transport,
        @Nullable Boolean forwardUserToken,
        @Nullable String tlsCa,
        @Nullable Boolean tlsVerify,
        String restart,
        int startupTimeoutSeconds,
        int requestTimeoutSeconds) {

    public static StoredDefinition of(Definition definition) {
        return switch (definition.endpoint()) {
            case Endpoint.Stdio stdio ->
                of(definition, new Part(stdio.command(), stdio.args(), null, null, null, null, null));
            case Endpoint.Remote remote ->
                of(
                        definition,
                        new Part(
                                null,
                                null,
                                remote.url(),
                                text(remote.transport()),
                                remote.forwardsUserToken(),
                                remote.tlsCa(),
                                remote.tlsVerify() ? null : false));
        };
    }

    /** What depends on the kind of endpoint; what is usual of TLS is not said. */
    private record Part(
            @Nullable String command,
            @Nullable List<String> args,
            @Nullable String url,
            @Nullable String transport,
            @Nullable Boolean forwardUserToken,
            @Nullable String tlsCa,
            @Nullable Boolean tlsVerify) {}

    private static StoredDefinition of(Definition definition, Part part) {
        return new StoredDefinition(
                part.command(),
                part.args(),
                part.url(),
                part.transport(),
                part.forwardUserToken(),
                part.tlsCa(),
                part.tlsVerify(),
                definition.restart().text(),
                definition.startupTimeoutSeconds(),
                definition.requestTimeoutSeconds());
    }

    private static @Nullable String text(Endpoint.Transport transport) {
        return switch (transport) {
            case AUTO -> null;
            case STREAMABLE_HTTP -> "streamable_http";
            case SSE -> "sse";
        };
    }
}
