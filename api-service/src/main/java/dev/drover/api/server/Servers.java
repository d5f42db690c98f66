package dev.drover.api.server;

import dev.drover.api.command.Commands;
import dev.drover.api.command.ManagementCommand;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.tenant.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changes servers: each change is one transaction of the row, its command and the outbox. */
public final class Servers {
    private static final long FIRST_GENERATION = 1;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Commands commands;
    private final ServerSecrets secrets;
    private final JsonMapper json;

    public Servers(JdbcClient jdbc, TransactionTemplate transactions, Commands commands, JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.commands = commands;
        this.secrets = new ServerSecrets(jdbc);
        this.json = json;
    }

    /**
     * A server that was created.
     *
     * @param startCommandId of the command that starts it; null: it stays stopped
     */
    public record Created(long serverId, @Nullable String startCommandId) {}

    /** A command that was taken. */
    public record Taken(String commandId, long serverId, Goal goal) {}

    public Created create(Caller caller, long appId, Definition definition, boolean start) {
        return transactions.execute(transaction -> {
            long id = insert(appId, definition, start ? Goal.RUNNING : Goal.STOPPED);
            secrets.insert(id, definition.endpoint().secrets());
            var define = new ManagementCommand.Define(FIRST_GENERATION, definition);
            commands.issue(id, appId, caller.name(), define);
            String started = start ? commands.issue(id, appId, caller.name(), new ManagementCommand.Start()) : null;
            return new Created(id, started);
        });
    }

    private long insert(long appId, Definition definition, Goal goal) {
        try {
            return jdbc.sql("""
                    insert into server (app_id, name, description, definition, desired_status)
                    values (:app, :name, :description, :definition::jsonb, :desired) returning server_id""")
                    .param("app", appId)
                    .param("name", definition.name())
                    .param("description", definition.description())
                    .param("definition", json.writeValueAsString(StoredDefinition.of(definition)))
                    .param("desired", goal.text())
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw ServerProblems.nameTaken(definition.name());
        }
    }

    /** Takes a start, stop, restart or debug; a server that is being removed takes none. */
    public Taken command(Caller caller, long serverId, ManagementCommand command) {
        return transactions.execute(transaction -> {
            LockedServer server = LockedServer.lock(jdbc, caller, serverId).stays();
            return take(caller, server, command);
        });
    }

    /** Takes the removal; once more while it is under way, it is the same command. */
    Taken remove(Caller caller, long serverId) {
        return transactions.execute(transaction -> {
            LockedServer server = LockedServer.lock(jdbc, caller, serverId);
            return (server.goal() == Goal.REMOVED ? removalUnderWay(serverId) : Optional.<String>empty())
                    .map(commandId -> new Taken(commandId, serverId, Goal.REMOVED))
                    .orElseGet(() -> take(caller, server, new ManagementCommand.Remove()));
        });
    }

    private Taken take(Caller caller, LockedServer server, ManagementCommand command) {
        Goal goal = Goal.of(command, server.goal());
        if (goal != server.goal()) {
            jdbc.sql("update server set desired_status = :desired where server_id = :id")
                    .param("desired", goal.text())
                    .param("id", server.serverId())
                    .update();
        }
        String commandId = commands.issue(server.serverId(), server.appId(), caller.name(), command);
        return new Taken(commandId, server.serverId(), goal);
    }

    private Optional<String> removalUnderWay(long serverId) {
        return jdbc.sql("""
                select c.command_id from command c left join command_outcome o on o.command_id = c.command_id
                where c.server_id = :id and c.type = :type and coalesce(o.outcome, 'succeeded') = 'succeeded'
                order by c.issued_at desc limit 1""")
                .param("id", serverId)
                .param("type", ManagementCommand.Remove.TYPE)
                .query(String.class)
                .optional();
    }
}
