package dev.drover.api.openapi;

import dev.drover.api.tenant.Caller;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import tools.jackson.databind.JsonNode;

/** What the description says beside what the controllers say: title, keys, and the form of a problem. */
public final class ApiDescription {
    static final String PROBLEM = "Problem";
    private static final String KEY = "key";
    private static final String TOKEN = "mcp_server_token";
    private static final String ROUTER = "/mcp/v1";

    static {
        // An argument of controllers that comes from the key, not from the client.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
        SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class, new ObjectSchema());
    }

    private ApiDescription() {}

    public static OpenAPI of(String version) {
        SecurityScheme bearer = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                        "A platform key, which sees every app unless X-App-Id names one; or an app's key, or a token"
                                + " of the installation's issuer, which see their own app only. X-API-Key: <key> does as"
                                + " well.");
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Drover")
                                .version(version)
                                .description(
                                        "Runs MCP servers. Errors are problems (RFC 9457) with a stable code. X-User-Token: <token> on"
                                                + " a query or a call names the platform's user, to servers with forward_user_token."))
                .components(new Components().addSecuritySchemes(KEY, bearer).addSecuritySchemes(TOKEN, token()))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    private static SecurityScheme token() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An MCP server's token, which sees that server's app.");
    }

    private static Schema<?> problem() {
        Schema<?> problem = new Schema<>()
                .type("object")
                .description("application/problem+json: what is wrong with a request, or with the service.")
                // Some problems have members of their own.
                .additionalProperties(true)
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("code", new StringSchema().description("Stable, in snake case"))
                .addProperty("detail", new StringSchema().description("What is wrong, naming the field or setting"))
                .addProperty("hint", new StringSchema().description("What a person can do about it"))
                .addProperty("field", new StringSchema().description("The field or parameter it is about"));
        problem.setRequired(List.of("status", "code", "detail"));
        return problem;
    }

    /** Adds what no operation says: the form of a problem, and the problems of requests that no operation is for. */
    public static OpenApiCustomizer problems() {
        return api -> {
            // Not earlier: what nothing refers to is swept from the description.
            api.getComponents().addSchemas(PROBLEM, problem());
            Failures.describeOther(api);
            api.getPaths().entrySet().stream()
                    .filter(path -> path.getKey().startsWith(ROUTER))
                    .flatMap(path -> path.getValue().readOperations().stream())
                    .forEach(operation -> operation.setSecurity(List.of(new SecurityRequirement().addList(TOKEN))));
        };
    }

    /** Names properties as they are in JSON. */
    public static ModelConverter snakeCase() {
        return new RecordSchemas();
    }
}
