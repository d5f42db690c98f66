package dev.drover.api.command;

import dev.drover.api.definition.Definition;
import dev.drover.api.definition.Endpoint;
import dev.drover.api.definition.RestartPolicy;
import dev.drover.api.definition.Secret;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.RemoteEndpoint;
import dev.drover.schemas.message.RemoteTransport;
import dev.drover.schemas.message.RemoveServer;
import dev.drover.schemas.message.RestartServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.ServerDefinition;
import dev.drover.schemas.message.SetDebug;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StdioEndpoint;
import dev.drover.schemas.message.StopServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Management commands as they go to {@code mcp.commands}. Immutable. */
final class CommandMessage {
    private static final MessageCodec<Command> CODEC = new MessageCodec<>(Command.class);

    private CommandMessage() {}

    static byte[] encode(
            String commandId, long serverId, long appId, Instant issuedAt, String issuedBy, ManagementCommand command) {
        return CODEC.encode(new Command(commandId, serverId, appId, issuedAt, issuedBy, null, body(command), null));
    }

    private static Object body(ManagementCommand command) {
        return switch (command) {
            case ManagementCommand.Define define -> new DefineServer(definition(define));
            case ManagementCommand.Remove remove -> new RemoveServer();
            case ManagementCommand.Start start -> new StartServer();
            case ManagementCommand.Stop stop -> new StopServer();
            case ManagementCommand.Restart restart -> new RestartServer();
            case ManagementCommand.Debug debug -> new SetDebug(debug.enabled());
        };
    }

    private static ServerDefinition definition(ManagementCommand.Define define) {
        Definition definition = define.definition();
        Secret token = define.routerToken();
        return new ServerDefinition(
                define.generation(),
                definition.name(),
                endpoint(definition.endpoint()),
                restart(definition.restart()),
                definition.startupTimeoutSeconds(),
                definition.requestTimeoutSeconds(),
                token == null ? null : sealed(token));
    }

    private static Object endpoint(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio stdio -> new StdioEndpoint(stdio.command(), stdio.args(), sealed(stdio.env()));
            case Endpoint.Remote remote ->
                new RemoteEndpoint(
                        remote.url(),
                        transport(remote.transport()),
                        sealed(remote.headers()),
                        remote.forwardsUserToken(),
                        remote.tlsCa(),
                        remote.tlsVerify());
        };
    }

    private static RemoteTransport transport(Endpoint.Transport transport) {
        return switch (transport) {
            case AUTO -> RemoteTransport.AUTO;
            case STREAMABLE_HTTP -> RemoteTransport.STREAMABLE_HTTP;
            case SSE -> RemoteTransport.SSE;
        };
    }

    private static dev.drover.schemas.message.RestartPolicy restart(RestartPolicy policy) {
        return switch (policy) {
            case ALWAYS -> dev.drover.schemas.message.RestartPolicy.ALWAYS;
            case ON_FAILURE -> dev.drover.schemas.message.RestartPolicy.ON_FAILURE;
            case NEVER -> dev.drover.schemas.message.RestartPolicy.NEVER;
        };
    }

    private static Map<String, Sealed> sealed(Map<String, Secret> secrets) {
        Map<String, Sealed> sealed = new HashMap<>();
        secrets.forEach((name, secret) -> sealed.put(name, sealed(secret)));
        return sealed;
    }

    private static Sealed sealed(Secret secret) {
        return new Sealed(Sealing.TINK_HPKE, secret.sealed().value(), null);
    }
}
