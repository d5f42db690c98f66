package dev.drover.api.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** What the description says beside what the controllers say: title, keys, and the form of a problem. */
public final class ApiDescription {
    private static final String KEY = "key";

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
                .description("A platform key. X-API-Key: <key> does as well. X-App-Id names the app, if only one.");
        return new OpenAPI()
                .info(new Info()
                        .title("Drover")
                        .version(version)
                        .description("Runs MCP servers. Errors are problems (RFC 9457) with a stable code."))
                .components(new Components().addSecuritySchemes(KEY, bearer))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    private static Schema<?> problem() {
        return new Schema<>()
                .type("object")
                .description("application/problem+json: what is wrong with a request, or with the service.")
                .addProperty("title", new StringSchema())
                .addProperty("status", new Schema<>().type("integer"))
                .addProperty("code", new StringSchema().description("Stable, in snake case"))
                .addProperty("detail", new StringSchema().description("What is wrong, naming the field or setting"))
                .addProperty("hint", new StringSchema().description("What a person can do about it"))
                .addProperty("field", new StringSchema().description("The field or parameter it is about"));
    }

    /** Any operation may end with a problem. */
    public static OpenApiCustomizer problems() {
        Content problem = new Content()
                .addMediaType(
                        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new io.swagger.v3.oas.models.media.MediaType()
                                .schema(new Schema<>().$ref("#/components/schemas/Problem")));
        ApiResponse response = new ApiResponse().description("A problem").content(problem);
        return api -> {
            // Not earlier: what nothing refers to is swept from the description.
            api.getComponents().addSchemas("Problem", problem());
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation.getResponses().addApiResponse("default", response));
        };
    }

    /** Names properties as they are in JSON. */
    public static ModelConverter snakeCase() {
        return new ModelResolver(new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }
}
