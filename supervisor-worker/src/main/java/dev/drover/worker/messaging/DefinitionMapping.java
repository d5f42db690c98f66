package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.message.RemoteEndpoint;
import dev.drover.schemas.message.RemoteTransport;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerDefinition;
import dev.drover.schemas.message.StdioEndpoint;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.lifecycle.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Definitions, as messages and as domain values. */
final class DefinitionMapping {
    private DefinitionMapping() {}

    static Definition toDomain(ServerDefinition message, SealedValues values) {
        return new Definition(
                message.getGeneration(),
                message.getName(),
                endpoint(message.getEndpoint(), values),
                RestartPolicy.valueOf(message.getRestart().name()),
                Duration.ofSeconds(message.getStartupTimeoutSeconds()),
                Duration.ofSeconds(message.getRequestTimeoutSeconds()),
                message.getRouterToken() == null ? null : values.keep(message.getRouterToken()));
    }

    private static Endpoint endpoint(Object message, SealedValues values) {
        return switch (message) {
            case StdioEndpoint stdio ->
                new Endpoint.Stdio(stdio.getCommand(), stdio.getArgs(), values.keep(stdio.getEnv()));
            case RemoteEndpoint remote ->
                new Endpoint.Remote(
                        remote.getUrl(),
                        Endpoint.Transport.valueOf(remote.getTransport().name()),
                        values.keep(remote.getHeaders()),
                        remote.getForwardUserToken(),
                        new Endpoint.Trust(remote.getTlsCa(), remote.getTlsVerify()));
            case Object unknown -> throw new IllegalArgumentException("unknown endpoint " + unknown.getClass());
        };
    }

    static ServerDefinition toMessage(Definition definition) {
        Secret token = definition.routerToken();
        return ServerDefinition.newBuilder()
                .setGeneration(definition.generation())
                .setName(definition.name())
                .setEndpoint(endpoint(definition.endpoint()))
                .setRestart(dev.drover.schemas.message.RestartPolicy.valueOf(
                        definition.restart().name()))
                .setStartupTimeoutSeconds((int) definition.startupTimeout().toSeconds())
                .setRequestTimeoutSeconds((int) definition.requestTimeout().toSeconds())
                .setRouterToken(token == null ? null : SealedValues.close(token))
                .build();
    }

    private static Object endpoint(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio(var command, var args, var env) ->
                new StdioEndpoint(command, args, SealedValues.close(env));
            case Endpoint.Remote(var url, var transport, var headers, var forwardsUserToken, var trust) ->
                new RemoteEndpoint(
                        url,
                        RemoteTransport.valueOf(transport.name()),
                        SealedValues.close(headers),
                        forwardsUserToken,
                        trust.authorities(),
                        trust.isVerified());
        };
    }

    /** What the event log may know of a definition: nothing of the values of its secrets. */
    static ServerDefined event(Definition definition) {
        List<String> secretNames =
                secretNames(definition.endpoint()).stream().sorted().toList();
        return new ServerDefined(definition.name(), digest(definition, secretNames), secretNames);
    }

    private static Set<String> secretNames(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio stdio -> stdio.env().keySet();
            case Endpoint.Remote remote -> remote.headers().keySet();
        };
    }

    /** Nothing for the usual one: digests from before there was another stay as they are. */
    private static String trust(Endpoint.Trust trust) {
        return trust.equals(Endpoint.Trust.USUAL) ? "" : "\n" + trust.authorities() + '\n' + trust.isVerified();
    }

    private static String digest(Definition definition, List<String> secretNames) {
        String endpoint = switch (definition.endpoint()) {
            case Endpoint.Stdio stdio -> stdio.command() + '\n' + String.join("\n", stdio.args());
            case Endpoint.Remote remote ->
                remote.url() + '\n' + remote.transport() + '\n' + remote.forwardsUserToken() + trust(remote.trust());
        };
        String text = String.join(
                "\n\n",
                definition.name(),
                endpoint,
                String.join("\n", secretNames),
                definition.restart().name(),
                definition.startupTimeout().toString(),
                definition.requestTimeout().toString());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
