package dev.drover.api.server;

import dev.drover.api.access.ServerTokens;
import dev.drover.api.command.ManagementCommand;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.Endpoint;
import dev.drover.api.sealing.SecretSealer;

/** The command that makes a definition known, with the credential in it that the server shall have. */
final class DefineCommand {
    private DefineCommand() {}

    /**
     * A remote server has no environment in which it could find one.
     *
     * @param definition its secrets sealed
     */
    static ManagementCommand.Define of(
            ServerTokens tokens, SecretSealer sealer, long serverId, long generation, Definition definition) {
        return switch (definition.endpoint()) {
            case Endpoint.Stdio _ ->
                new ManagementCommand.Define(
                        generation,
                        definition,
                        sealer.seal(
                                serverId, tokens.makeFor(serverId, generation).token()));
            case Endpoint.Remote _ -> new ManagementCommand.Define(generation, definition, null);
        };
    }
}
