package dev.drover.api.server;

import dev.drover.api.access.ServerTokens;
import dev.drover.api.command.Commands;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.sealing.SecretSealer;
import dev.drover.api.tenant.Caller;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replaces definitions: the row, its next generation and the command are one transaction. What is defined as before stays
 * in its generation, and a server that runs with it is not restarted.
 */
public final class Redefinitions {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ServerTokens tokens;
    private final SecretSealer sealer;
    private final Commands commands;
    private final DefinitionRules rules;
    private final ServerSecrets secrets;
    private final JsonMapper json;

    public Redefinitions(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ServerTokens tokens,
            SecretSealer sealer,
            Commands commands,
            DefinitionRules rules,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tokens = tokens;
        this.sealer = sealer;
        this.commands = commands;
        this.rules = rules;
        this.secrets = new ServerSecrets(jdbc);
        this.json = json;
    }

    /**
     * @param request makes the new definition out of the present one, and may be told by it what stays
     * @return false if that is what it is already
     */
    public boolean replace(Caller caller, long serverId, Function<Defined, DefinitionRequest> request) {
        return replace(caller, serverId, IfMatch.ANY, request);
    }

    boolean replace(Caller caller, long serverId, IfMatch condition, Function<Defined, DefinitionRequest> request) {
        return transactions.execute(_ -> {
            LockedServer server = LockedServer.lock(jdbc, caller, serverId).stays();
            condition.check(server.generation());
            Defined before = read(serverId);
            Definition wished = rules.check(request.apply(before), before.stored());
            Definition after = sealer.seal(serverId, wished, before.secrets());
            if (before.isTheSameAs(after)) {
                return false;
            }
            long generation = server.generation() + 1;
            write(serverId, generation, after);
            secrets.replace(serverId, before.secrets(), after.endpoint().secrets());
            commands.issue(
                    serverId, server.appId(), caller, DefineCommand.of(tokens, sealer, serverId, generation, after));
            return true;
        });
    }

    private Defined read(long serverId) {
        return jdbc.sql("select app_id, name, description, definition::text from server where server_id = :id")
                .param("id", serverId)
                .query((row, _) -> new Defined(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        json.readValue(row.getString(4), StoredDefinition.class),
                        secrets.read(serverId)))
                .single();
    }

    private void write(long serverId, long generation, Definition definition) {
        try {
            jdbc.sql("""
                    update server set name = :name, description = :description, definition = :definition::jsonb,
                        generation = :generation, updated_at = now() where server_id = :id""")
                    .param("name", definition.name())
                    .param("description", definition.description())
                    .param("definition", json.writeValueAsString(StoredDefinition.of(definition)))
                    .param("generation", generation)
                    .param("id", serverId)
                    .update();
        } catch (DuplicateKeyException e) {
            throw ServerProblems.nameTaken(definition.name());
        }
    }
}
