package dev.drover.api.access;

import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import dev.drover.api.tenant.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys with which an app calls. */
@RestController
@RequestMapping("/internal/apps/{app_id}/api_keys")
@Tag(name = "Apps")
final class ApiKeyController {
    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /** A key as a client asks for it. */
    record KeyRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    allowableValues = {"read", "manage"})
            @Nullable
            String scope) {}

    @Operation(
            summary = "Make a key for an app",
            description = "It is shown in this answer and never again. With the scope read it looks, with manage it"
                    + " changes, starts and calls as well.")
    @Fails({"422 name_required", "422 name_too_long", "422 invalid_characters", "422 invalid_scope"})
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiKeys.MadeKey make(Caller caller, @PathVariable("app_id") long appId, @RequestBody KeyRequest request) {
        String name = PlainName.checked(request.name());
        return keys.make(caller, appId, name, scope(request.scope()));
    }

    @Operation(summary = "List an app's keys", description = "By id, in pages, without the keys themselves.")
    @GetMapping
    Page<ApiKeys.ApiKey> list(
            Caller caller,
            @PathVariable("app_id") long appId,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return keys.list(appId, PageRequest.of(limit, cursor));
    }

    @Operation(summary = "Revoke a key", description = "At once, on every replica.")
    @Fails("404 key_not_found")
    @DeleteMapping("/{key_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable("app_id") long appId, @PathVariable("key_id") long keyId) {
        keys.revoke(caller, appId, keyId);
    }

    private static Scope scope(@Nullable String text) {
        return Scope.of(String.valueOf(text))
                .orElseThrow(() -> new Problem(
                                HttpStatus.UNPROCESSABLE_CONTENT, "invalid_scope", "'scope' must be read or manage.")
                        .with("field", "scope"));
    }
}
