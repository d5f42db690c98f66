package dev.drover.api.router;

import dev.drover.api.access.ServerTokens;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tokens of a server. */
@RestController
@RequestMapping("/internal/mcp_servers/{server_id}/tokens")
@Tag(name = "Tokens")
@Fails("404 server_not_found")
final class TokenController {
    private final TokenChanges tokens;

    TokenController(TokenChanges tokens) {
        this.tokens = tokens;
    }

    @Operation(
            summary = "Make a token for a server",
            description = "It is shown in this answer and never again, and good while the server should run. A server"
                    + " that is started finds one of its own in its environment, as DROVER_TOKEN.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ServerTokens.MadeToken make(Caller caller, @PathVariable("server_id") long serverId) {
        return tokens.make(caller, serverId);
    }

    @Operation(
            summary = "List a server's tokens",
            description =
                    "By id, in pages, without the tokens themselves. One with a generation is in the definition of"
                            + " that generation.")
    @GetMapping
    Page<ServerTokens.ServerToken> list(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return tokens.list(caller, serverId, PageRequest.of(limit, cursor));
    }

    @Operation(summary = "Revoke a token", description = "At once. The next definition brings a new one.")
    @Fails("404 token_not_found")
    @DeleteMapping("/{token_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable("server_id") long serverId, @PathVariable("token_id") long tokenId) {
        tokens.revoke(caller, serverId, tokenId);
    }
}
