package dev.drover.api.config;

import dev.drover.api.definition.DefinitionFailures;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import dev.drover.api.tenant.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configurations in the older form: create, list, read, replace, remove. */
@RestController
@RequestMapping("/internal/mcp_configs")
@Tag(name = "Configurations")
final class ConfigController {
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Configs configs;
    private final Apps apps;
    private final JsonMapper json;

    ConfigController(Configs configs, Apps apps, JsonMapper json) {
        this.configs = configs;
        this.apps = apps;
        this.json = json;
    }

    /**
     * A configuration as a client sends it.
     *
     * @param configData definitions by name, each with {@code command}, {@code args} and {@code env}, or {@code url} and
     *     {@code headers}
     */
    record ConfigRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(example = "2025-11-25") @Nullable String protocolVersion,

            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    type = "object",
                    example = "{\"memory\": {\"command\": \"npx\", \"args\": [\"-y\","
                            + " \"@modelcontextprotocol/server-memory\"]}}")
            @Nullable
            JsonNode configData,

            @Schema(description = "The app to create it in; the default is the one of the credential") @Nullable
            Long appId) {}

    @Operation(
            summary = "Create a configuration",
            description = "Each entry becomes a server, stopped, named <configuration>/<entry>. All or nothing: the"
                    + " problem names the entry.")
    @DefinitionFailures
    @Fails({
        "409 name_taken",
        "409 quota_exceeded",
        "409 server_being_removed",
        "422 invalid_characters",
        "429 too_many_commands"
    })
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ConfigView> create(Caller caller, @RequestBody ConfigRequest request) {
        String name = PlainName.checked(request.name());
        ConfigDocument document = ConfigDocument.of(name, request.configData(), json);
        ConfigView created = configs.create(
                caller, apps.toCreateIn(caller, request.appId()), name, version(request.protocolVersion()), document);
        return ResponseEntity.created(URI.create("/internal/mcp_configs/" + created.configId()))
                .body(created);
    }

    @Operation(summary = "List configurations", description = "By id, in pages.")
    @GetMapping
    Page<ConfigView> list(
            Caller caller,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return configs.list(caller, PageRequest.of(limit, cursor));
    }

    @Operation(
            summary = "Read a configuration",
            description = "The document as it was sent, without the values of env and headers.")
    @Fails("404 config_not_found")
    @GetMapping("/{config_id}")
    ConfigView get(Caller caller, @PathVariable("config_id") long configId) {
        return configs.find(caller, configId).orElseThrow(Configs::notFound);
    }

    @Operation(
            summary = "Replace a configuration",
            description =
                    "New entries become servers, missing ones are removed, changed ones get their next generation;"
                            + " what is as before is left alone. {\"keep\": true} keeps a value of env or headers.")
    @DefinitionFailures
    @Fails({
        "404 config_not_found",
        "409 name_taken",
        "409 quota_exceeded",
        "409 server_being_removed",
        "422 invalid_characters",
        "429 too_many_commands"
    })
    @PutMapping("/{config_id}")
    ConfigView put(Caller caller, @PathVariable("config_id") long configId, @RequestBody ConfigRequest request) {
        ConfigView present = configs.find(caller, configId).orElseThrow(Configs::notFound);
        if (request.appId() != null && request.appId() != present.appId()) {
            throw invalid("field_not_applicable", "app_id", "names another app than the configuration's");
        }
        String name = PlainName.checked(request.name());
        ConfigDocument document = ConfigDocument.of(name, request.configData(), json);
        return configs.replace(caller, configId, name, version(request.protocolVersion()), document);
    }

    @Operation(summary = "Remove a configuration", description = "And its servers: each is stopped and forgotten.")
    @Fails({"404 config_not_found", "429 too_many_commands"})
    @DeleteMapping("/{config_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable("config_id") long configId) {
        configs.delete(caller, configId);
    }

    private static @Nullable String version(@Nullable String text) {
        if (text != null && !VERSION.matcher(text).matches()) {
            throw invalid("invalid_field", "protocol_version", "must be a revision of MCP, such as 2025-11-25");
        }
        return text;
    }

    private static Problem invalid(String code, String field, String rule) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, "'" + field + "' " + rule + ".")
                .with("field", field);
    }
}
