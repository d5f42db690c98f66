package dev.drover.api.access;

import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an app's persons are called in the log. */
@RestController
@RequestMapping("/internal/apps/{app_id}/pseudonyms")
@Tag(name = "Audit")
final class PseudonymController {
    private final Pseudonyms pseudonyms;
    private final Apps apps;

    PseudonymController(Pseudonyms pseudonyms, Apps apps) {
        this.pseudonyms = pseudonyms;
        this.apps = apps;
    }

    record Pseudonym(String name) {}

    @Operation(
            summary = "Read what a person is called",
            description = "In commands and in the log, by the subject of the issuer's tokens.")
    @GetMapping
    Pseudonym of(Caller caller, @PathVariable("app_id") long appId, @RequestParam("subject") String subject) {
        return new Pseudonym(pseudonyms.of(apps.require(appId).appId(), subject));
    }

    @Operation(
            summary = "Forget who an app's persons are",
            description = "Destroys the key that their names in the log were made with. The log stays as it is, and"
                    + " nobody can tell any more who is meant; whoever acts from now on has another name.")
    @Fails("404 app_not_found")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(Caller caller, @PathVariable("app_id") long appId) {
        pseudonyms.forget(caller, appId);
    }
}
