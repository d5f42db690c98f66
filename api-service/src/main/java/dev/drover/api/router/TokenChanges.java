package dev.drover.api.router;

import dev.drover.api.access.ServerTokens;
import dev.drover.api.audit.ApiEvents;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Problem;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes and revokes tokens for whoever may see the server. */
public final class TokenChanges {
    private final TransactionTemplate transactions;
    private final Servers servers;
    private final ServerTokens tokens;
    private final ApiEvents events;

    public TokenChanges(TransactionTemplate transactions, Servers servers, ServerTokens tokens, ApiEvents events) {
        this.transactions = transactions;
        this.servers = servers;
        this.tokens = tokens;
        this.events = events;
    }

    ServerTokens.MadeToken make(Caller caller, long serverId) {
        return transactions.execute(_ -> {
            long appId = servers.appOf(caller, serverId);
            events.done(caller.name(), appId, serverId, "token_created");
            return tokens.make(serverId);
        });
    }

    Page<ServerTokens.ServerToken> list(Caller caller, long serverId, PageRequest page) {
        servers.appOf(caller, serverId);
        return tokens.list(serverId, page);
    }

    void revoke(Caller caller, long serverId, long tokenId) {
        transactions.executeWithoutResult(_ -> {
            long appId = servers.appOf(caller, serverId);
            if (!tokens.revoke(serverId, tokenId)) {
                throw new Problem(HttpStatus.NOT_FOUND, "token_not_found", "The server has no token with this id.");
            }
            events.done(caller.name(), appId, serverId, "token_revoked");
        });
    }
}
