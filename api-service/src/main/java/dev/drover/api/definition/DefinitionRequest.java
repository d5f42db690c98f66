package dev.drover.api.definition;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A definition as a client sends it, with what to do next; nothing of it is checked yet but its types. */
@Schema(description = "Exactly one of command and url. Values of env and headers are never shown again.")
public record DefinitionRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 255, example = "Everything") @Nullable
        String name,

        @Nullable String description,
        @Schema(maxLength = 500, example = "npx") @Nullable String command,

        @Schema(example = "[\"-y\", \"@modelcontextprotocol/server-everything\"]") @Nullable
        List<@Nullable String> args,

        @Nullable Map<String, @Nullable SentValue> env,
        @Schema(example = "null") @Nullable String url,

        @Schema(allowableValues = {"sse", "streamable_http"}) @Nullable
        String transport,

        @Nullable Map<String, @Nullable SentValue> headers,
        @Nullable Boolean forwardUserToken,

        @Schema(description = "Certificates (PEM) of the authorities that vouch for the server at url") @Nullable
        String tlsCa,

        @Schema(description = "false: whoever answers at url is believed to be the server", defaultValue = "true")
        @Nullable
        Boolean tlsVerify,

        @Schema(
                allowableValues = {"always", "on-failure", "never"},
                defaultValue = "on-failure")
        @Nullable
        String restart,

        @Schema(minimum = "1", maximum = "600", defaultValue = "60") @Nullable
        Integer startupTimeoutSeconds,

        @Schema(minimum = "1", maximum = "300", defaultValue = "30") @Nullable
        Integer requestTimeoutSeconds,

        @Schema(description = "The app to create it in; the default is the one of the credential") @Nullable
        Long appId,

        @Schema(description = "Whether to start it at once", defaultValue = "false") @Nullable
        Boolean start) {

    public DefinitionRequest named(String otherName) {
        return new DefinitionRequest(
                otherName,
                description,
                command,
                args,
                env,
                url,
                transport,
                headers,
                forwardUserToken,
                tlsCa,
                tlsVerify,
                restart,
                startupTimeoutSeconds,
                requestTimeoutSeconds,
                appId,
                start);
    }
}
