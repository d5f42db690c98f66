package dev.drover.api.config;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Problem;
import dev.drover.api.server.Redefinitions;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changes configurations: the document, its servers and their commands are one transaction. */
public final class Configs {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Apps apps;
    private final Servers servers;
    private final Redefinitions redefinitions;
    private final DefinitionRules rules;
    private final ApiEvents events;
    private final ConfigRows rows;

    public Configs(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Apps apps,
            Servers servers,
            Redefinitions redefinitions,
            DefinitionRules rules,
            ApiEvents events,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.apps = apps;
        this.servers = servers;
        this.redefinitions = redefinitions;
        this.rules = rules;
        this.events = events;
        this.rows = new ConfigRows(jdbc, json);
    }

    /** @throws Problem naming the {@code entry} whose definition breaks a rule */
    ConfigView create(
            Caller caller, long appId, String name, @Nullable String protocolVersion, ConfigDocument document) {
        return transactions.execute(_ -> {
            apps.hold(appId);
            long id = insert(appId, name, protocolVersion, document);
            document.entries().forEach((entry, request) -> add(caller, appId, id, entry, request));
            events.done(caller.name(), appId, null, "config_created");
            return rows.find(caller, id).orElseThrow(Configs::notFound);
        });
    }

    /** What is as before in the document stays as it is, and runs on if it runs. */
    ConfigView replace(
            Caller caller, long configId, String name, @Nullable String protocolVersion, ConfigDocument document) {
        return transactions.execute(_ -> {
            servers.hold(caller);
            long appId = lock(caller, configId);
            write(configId, name, protocolVersion, document);
            Map<String, Long> before = rows.servers(configId);
            // First, since what is removed makes room for what is added.
            before.forEach((entry, serverId) -> {
                DefinitionRequest request = document.entries().get(entry);
                if (request == null) {
                    servers.remove(caller, serverId);
                } else {
                    naming(entry, () -> redefinitions.replace(caller, serverId, _ -> request));
                }
            });
            document.entries().forEach((entry, request) -> {
                if (!before.containsKey(entry)) {
                    add(caller, appId, configId, entry, request);
                }
            });
            events.done(caller.name(), appId, null, "config_replaced");
            return rows.find(caller, configId).orElseThrow(Configs::notFound);
        });
    }

    void delete(Caller caller, long configId) {
        transactions.executeWithoutResult(_ -> {
            long appId = lock(caller, configId);
            rows.servers(configId).values().forEach(serverId -> servers.remove(caller, serverId));
            jdbc.sql("delete from mcp_config where config_id = :id")
                    .param("id", configId)
                    .update();
            events.done(caller.name(), appId, null, "config_deleted");
        });
    }

    Optional<ConfigView> find(Caller caller, long configId) {
        return rows.find(caller, configId);
    }

    Page<ConfigView> list(Caller caller, PageRequest page) {
        return rows.list(caller, page);
    }

    private void add(Caller caller, long appId, long configId, String entry, DefinitionRequest request) {
        naming(entry, () -> {
            long serverId =
                    servers.create(caller, appId, rules.check(request), false).serverId();
            return jdbc.sql("update server set config_id = :config, config_entry = :entry where server_id = :id")
                    .param("config", configId)
                    .param("entry", entry)
                    .param("id", serverId)
                    .update();
        });
    }

    private static <T> void naming(String entry, Supplier<T> change) {
        try {
            var _ = change.get();
        } catch (Problem e) {
            throw e.with("entry", entry);
        }
    }

    private long lock(Caller caller, long configId) {
        return rows.lock(caller, configId).orElseThrow(Configs::notFound);
    }

    private long insert(long appId, String name, @Nullable String protocolVersion, ConfigDocument document) {
        try {
            return jdbc.sql("""
                    insert into mcp_config (app_id, name, protocol_version, config_data)
                    values (:app, :name, :protocol, :data::json) returning config_id""")
                    .param("app", appId)
                    .param("name", name)
                    .param("protocol", protocolVersion)
                    .param("data", document.kept().toString())
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw nameTaken(name);
        }
    }

    private void write(long configId, String name, @Nullable String protocolVersion, ConfigDocument document) {
        try {
            jdbc.sql("""
                    update mcp_config set name = :name, protocol_version = :protocol, config_data = :data::json,
                        updated_at = now() where config_id = :id""")
                    .param("name", name)
                    .param("protocol", protocolVersion)
                    .param("data", document.kept().toString())
                    .param("id", configId)
                    .update();
        } catch (DuplicateKeyException e) {
            throw nameTaken(name);
        }
    }

    private static Problem nameTaken(String name) {
        return new Problem(
                        HttpStatus.CONFLICT,
                        "name_taken",
                        "The app has a configuration with the name '" + name + "' already.",
                        "Choose another name, or change that one.")
                .with("field", "name");
    }

    static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND, "config_not_found", "There is no configuration with this id.");
    }
}
