package dev.drover.api.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command and what became of it, as clients see it.
 *
 * @param type null for a command that another program published, as are {@code issuedAt} and {@code issuedBy}
 * @param outcome {@code pending}, {@code succeeded}, {@code failed}, {@code superseded}, {@code rejected} or
 *     {@code expired}
 * @param changed false when there was nothing to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandView(
        String commandId,
        long serverId,
        @Nullable Long appId,

        @Schema(allowableValues = {"define", "start", "stop", "restart", "debug", "remove"}) @Nullable
        String type,

        @Nullable Instant issuedAt,
        @Nullable String issuedBy,

        @Schema(allowableValues = {"pending", "succeeded", "failed", "superseded", "rejected", "expired"})
        String outcome,

        @Nullable Boolean changed,
        @Nullable Instant finishedAt,
        @Nullable CommandError error) {

    static final String PENDING = "pending";

    @JsonIgnore
    public boolean isFinished() {
        return !outcome.equals(PENDING);
    }
}
