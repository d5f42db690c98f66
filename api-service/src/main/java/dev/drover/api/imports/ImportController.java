package dev.drover.api.imports;

import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code POST /internal/mcp_servers/import}: a desktop client's file, as it is. */
@RestController
@Tag(name = "Servers")
final class ImportController {
    private final Imports imports;

    ImportController(Imports imports) {
        this.imports = imports;
    }

    @Operation(
            summary = "Take over servers from a desktop client's file",
            description = "{\"mcpServers\": {…}} as Claude, Cursor, Cline, Windsurf and others write it, VS Code's"
                    + " {\"servers\": {…}}, or the map of the entries alone. An entry whose name a server of the app has"
                    + " replaces its definition, but for what such files have no words for (changed is false where it is"
                    + " so already); others become new servers, stopped. A server whose entry is disabled is stopped."
                    + " Each entry has an outcome; with atomic=true one that is rejected has all others rejected, too.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            examples =
                                    @ExampleObject(
                                            "{\"mcpServers\": {\"memory\": {\"command\": \"npx\", \"args\": [\"-y\","
                                                    + " \"@modelcontextprotocol/server-memory\"]}}}")))
    @PostMapping("/internal/mcp_servers/import")
    ImportView take(
            Caller caller,
            @RequestParam(defaultValue = "false") boolean atomic,
            @RequestBody Map<String, JsonNode> body) {
        ClientFile file = ClientFile.of(JsonNodeFactory.instance.objectNode().setAll(body));
        long appId = caller.appToCreateIn();
        return new ImportView(
                atomic
                        ? imports.takeAllOrNothing(caller, appId, file.entries())
                        : imports.take(caller, appId, file.entries()),
                file.warnings());
    }
}
