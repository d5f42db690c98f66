package dev.drover.api.agent;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionTemplate;

/** What agents may use. An association is seen by who sees its target. */
public final class Associations {
    private static final String ITS_OWN = """
            select a.agent_id, a.$id as target_id, t.app_id, t.name, a.description, a.tools, a.start_on_demand
            from $table a join $targets t on t.$id = a.$id
            where a.agent_id = :agent and a.$id = :id and (:app is null or t.app_id = :app)""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApiEvents events;

    public Associations(JdbcClient jdbc, TransactionTemplate transactions, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /** @throws Problem 404 if there is no such target, or the caller must not see it; 422 */
    Association put(Caller caller, String agentId, Target target, long id, AssociationRequest request) {
        AssociationRequest.checkAgent(agentId);
        return transactions.execute(_ -> {
            write(caller, agentId, target, id, request);
            Association written = find(caller, agentId, target, id);
            events.done(caller.name(), written.appId(), target.serverId(written), target.event("put"));
            return written;
        });
    }

    private void write(Caller caller, String agentId, Target target, long id, AssociationRequest request) {
        List<String> tools = request.checkedTools();
        int written = statement(caller, agentId, target, id, """
                insert into $table (agent_id, $id, description, tools, start_on_demand)
                select :agent, $id, :description, cast(:tools as text[]), :start from $targets
                where $id = :id and (:app is null or app_id = :app)
                on conflict (agent_id, $id) do update set description = excluded.description,
                    tools = excluded.tools, start_on_demand = excluded.start_on_demand, updated_at = now()""")
                .param("description", request.checkedDescription())
                .param("tools", tools == null ? null : tools.toArray(new String[0]), Types.ARRAY)
                .param("start", request.starts())
                .update();
        if (written == 0) {
            throw target.notFound();
        }
    }

    /** @throws Problem 404 if there is none that the caller sees */
    Association find(Caller caller, String agentId, Target target, long id) {
        return statement(caller, agentId, target, id, ITS_OWN)
                .query((row, _) -> Association.read(row))
                .optional()
                .orElseThrow(target::notAssociated);
    }

    /** @throws Problem 404 if there is none that the caller sees */
    void delete(Caller caller, String agentId, Target target, long id) {
        transactions.executeWithoutResult(_ -> {
            Association present = find(caller, agentId, target, id);
            statement(caller, agentId, target, id, """
                    delete from $table a using $targets t where t.$id = a.$id and a.agent_id = :agent
                        and a.$id = :id and (:app is null or t.app_id = :app)""").update();
            events.done(caller.name(), present.appId(), target.serverId(present), target.event("deleted"));
        });
    }

    private StatementSpec statement(Caller caller, String agentId, Target target, long id, String template) {
        return jdbc.sql(target.sql(template))
                .param("agent", agentId)
                .param("id", id)
                .param("app", caller.appId(), Types.BIGINT);
    }
}
