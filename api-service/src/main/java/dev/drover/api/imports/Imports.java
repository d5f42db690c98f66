package dev.drover.api.imports;

import dev.drover.api.command.ManagementCommand;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.imports.ImportView.Item;
import dev.drover.api.problem.Problem;
import dev.drover.api.problem.UnreadableJson;
import dev.drover.api.server.Defined;
import dev.drover.api.server.Redefinitions;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes over the entries of clients' files: those whose name a server of the app has already change that server. */
public final class Imports {
    private final JdbcClient jdbc;
    private final TransactionTemplate whole;
    private final TransactionTemplate each;
    private final Servers servers;
    private final Redefinitions redefinitions;
    private final DefinitionRules rules;
    private final JsonMapper json;

    public Imports(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Servers servers,
            Redefinitions redefinitions,
            DefinitionRules rules,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.whole = new TransactionTemplate(transactions);
        this.each = new TransactionTemplate(transactions);
        // Within the whole one, what an entry did is undone alone, so that the next can still be tried.
        this.each.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.servers = servers;
        this.redefinitions = redefinitions;
        this.rules = rules;
        this.json = json;
    }

    List<Item> take(Caller caller, long appId, Map<String, JsonNode> entries) {
        return entries.entrySet().stream()
                .map(entry -> take(caller, appId, entry.getKey(), entry.getValue()))
                .toList();
    }

    List<Item> takeAllOrNothing(Caller caller, long appId, Map<String, JsonNode> entries) {
        return whole.execute(transaction -> {
            servers.hold(caller);
            List<Item> items = take(caller, appId, entries);
            if (items.stream().noneMatch(Item::isRejected)) {
                return items;
            }
            transaction.setRollbackOnly();
            return items.stream().map(Item::undone).toList();
        });
    }

    private Item take(Caller caller, long appId, String name, JsonNode entry) {
        ClientEntry read = ClientEntry.of(entry);
        try {
            if (!entry.isObject()) {
                throw new Problem(HttpStatus.BAD_REQUEST, "invalid_field", "An entry must be an object.");
            }
            return each.execute(_ -> find(appId, name)
                    .map(serverId -> update(caller, serverId, name, read))
                    .orElseGet(() -> create(caller, appId, name, read)));
        } catch (Problem e) {
            return Item.rejected(name, e, read.warnings());
        }
    }

    private Optional<Long> find(long appId, String name) {
        if (name.indexOf('\0') >= 0) {
            // No server is called so; the rules will say why.
            return Optional.empty();
        }
        return jdbc.sql("select server_id from server where app_id = :app and name = :name")
                .param("app", appId)
                .param("name", name)
                .query(Long.class)
                .optional();
    }

    /** It stays stopped, whether it is disabled or not: a client starts its servers itself. */
    private Item create(Caller caller, long appId, String name, ClientEntry entry) {
        DefinitionRequest request = request(entry.definition()).named(name);
        return Item.created(
                name, servers.create(caller, appId, rules.check(request), false).serverId(), entry.warnings());
    }

    private Item update(Caller caller, long serverId, String name, ClientEntry entry) {
        boolean changed = redefinitions.replace(
                caller,
                serverId,
                present -> request(completed(entry.definition(), present)).named(name));
        if (entry.isDisabled()) {
            servers.command(caller, serverId, new ManagementCommand.Stop());
        }
        return Item.updated(name, serverId, changed, entry.warnings());
    }

    /** What a client's file has no words for stays as it is. */
    private static ObjectNode completed(ObjectNode entry, Defined present) {
        StoredDefinition definition = present.definition();
        ObjectNode complete = entry.objectNode()
                .put("description", present.description())
                .put("restart", definition.restart())
                .put("startup_timeout_seconds", definition.startupTimeoutSeconds())
                .put("request_timeout_seconds", definition.requestTimeoutSeconds());
        complete.setAll(entry);
        return complete;
    }

    private DefinitionRequest request(ObjectNode definition) {
        try {
            return json.treeToValue(definition, DefinitionRequest.class);
        } catch (JacksonException e) {
            throw UnreadableJson.of(e);
        }
    }
}
