package dev.drover.api.tenant;

import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Apps: create, list, read. */
@RestController
@RequestMapping("/internal/apps")
@Tag(name = "Apps")
final class AppController {
    private final Apps apps;

    AppController(Apps apps) {
        this.apps = apps;
    }

    /** An app as a client sends it. */
    record AppRequest(@Nullable String name) {}

    @Operation(summary = "Create an app")
    @Fails({"409 name_taken", "422 name_required", "422 name_too_long", "422 invalid_characters"})
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<App> create(Caller caller, @RequestBody AppRequest request) {
        App app = apps.create(caller, PlainName.checked(request.name()));
        return ResponseEntity.created(URI.create("/internal/apps/" + app.appId()))
                .body(app);
    }

    @Operation(summary = "List apps", description = "By id, in pages.")
    @GetMapping
    Page<App> list(
            Caller caller,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return apps.list(PageRequest.of(limit, cursor));
    }

    @Operation(summary = "Read an app")
    @GetMapping("/{app_id}")
    App get(Caller caller, @PathVariable("app_id") long appId) {
        return apps.require(appId);
    }
}
