package dev.drover.api.server;

import dev.drover.api.access.ServerTokens;
import dev.drover.api.command.Commands;
import dev.drover.api.command.ManagementCommand;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.limit.Quotas;
import dev.drover.api.problem.Problem;
import dev.drover.api.sealing.SecretSealer;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changes servers: each change is one transaction of the row, its command and the outbox. */
public final class Servers {
    private static final long FIRST_GENERATION = 1;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Apps apps;
    private final Quotas quotas;
    private final ServerTokens tokens;
    private final SecretSealer sealer;
    private final Commands commands;
    private final ServerSecrets secrets;
    private final JsonMapper json;

    public Servers(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Apps apps,
            Quotas quotas,
            ServerTokens tokens,
            SecretSealer sealer,
            Commands commands,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.apps = apps;
        this.quotas = quotas;
        this.tokens = tokens;
        this.sealer = sealer;
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

    /**
     * A command that was taken.
     *
     * @param observed the server as it was then; null: it was not looked at
     */
    public record Taken(
            String commandId,
            long serverId,
            Goal goal,
            @Nullable Observed observed) {}

    /** What a transaction does first that creates servers and changes others. */
    public void hold(Caller caller) {
        quotas.hold(caller);
    }

    public Created create(Caller caller, long appId, Definition definition, boolean start) {
        return transactions.execute(transaction -> {
            apps.hold(appId);
            quotas.admitServer(caller, appId);
            if (start) {
                quotas.admitRunning(caller, appId);
            }
            long id = insert(appId, definition, start ? Goal.RUNNING : Goal.STOPPED);
            Definition sealed = sealer.seal(id, definition);
            secrets.insert(id, sealed.endpoint().secrets());
            commands.issue(id, appId, caller, DefineCommand.of(tokens, sealer, id, FIRST_GENERATION, sealed));
            String started = start ? commands.issue(id, appId, caller, new ManagementCommand.Start()) : null;
            return new Created(id, started);
        });
    }

    private long insert(long appId, Definition definition, Goal goal) {
        return jdbc.sql("""
                insert into server (app_id, name, description, definition, desired_status)
                values (:app, :name, :description, :definition::jsonb, :desired)
                on conflict (app_id, name) do nothing returning server_id""")
                .param("app", appId)
                .param("name", definition.name())
                .param("description", definition.description())
                .param("definition", json.writeValueAsString(StoredDefinition.of(definition)))
                .param("desired", goal.text())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> notFree(appId, definition.name()));
    }

    private Problem notFree(long appId, String name) {
        return jdbc.sql(
                        "select server_id from server where app_id = :app and name = :name and desired_status = 'removed'")
                .param("app", appId)
                .param("name", name)
                .query(Long.class)
                .optional()
                .map(ServerProblems::beingRemoved)
                .orElseGet(() -> ServerProblems.nameTaken(name));
    }

    /** @throws dev.drover.api.problem.Problem 404 if there is no such server, or the caller must not see it */
    public long appOf(Caller caller, long serverId) {
        return jdbc.sql("select app_id from server where server_id = :id and (:app is null or app_id = :app)")
                .param("id", serverId)
                .param("app", caller.appId(), Types.BIGINT)
                .query(Long.class)
                .optional()
                .orElseThrow(ServerProblems::notFound);
    }

    /** Takes a start, stop, restart or debug; a server that is being removed takes none. */
    public Taken command(Caller caller, long serverId, ManagementCommand command) {
        return transactions.execute(transaction -> {
            if (starts(command)) {
                quotas.hold(caller);
            }
            LockedServer server = LockedServer.lock(jdbc, caller, serverId).stays();
            return take(caller, server, command);
        });
    }

    /** Takes the removal; once more while it is under way, it is the same command. */
    public Taken remove(Caller caller, long serverId) {
        return transactions.execute(transaction -> {
            LockedServer server = LockedServer.lock(jdbc, caller, serverId);
            return (server.goal() == Goal.REMOVED ? removalUnderWay(serverId) : Optional.<String>empty())
                    .map(commandId -> new Taken(commandId, serverId, Goal.REMOVED, null))
                    .orElseGet(() -> take(caller, server, new ManagementCommand.Remove()));
        });
    }

    private Taken take(Caller caller, LockedServer server, ManagementCommand command) {
        Goal goal = Goal.of(command, server.goal());
        if (starts(command)) {
            quotas.admitRunning(caller, server.appId(), server.serverId());
        }
        if (goal != server.goal()) {
            jdbc.sql("update server set desired_status = :desired where server_id = :id")
                    .param("desired", goal.text())
                    .param("id", server.serverId())
                    .update();
        }
        String commandId = commands.issue(server.serverId(), server.appId(), caller, command);
        // With no goal of its own it says nothing of what should be, and other programs command as well.
        Observed observed = command instanceof ManagementCommand.Debug ? null : server.observed();
        return new Taken(commandId, server.serverId(), goal, observed);
    }

    private static boolean starts(ManagementCommand command) {
        return Goal.of(command, Goal.STOPPED) == Goal.RUNNING;
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
