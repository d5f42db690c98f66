package dev.drover.api.access;

import dev.drover.api.tenant.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.Authentication;

/** Knows the tokens of MCP servers. */
public final class TokenAuthentication implements AuthenticationProvider {
    private final ServerTokens tokens;
    private final LastUses uses;

    public TokenAuthentication(ServerTokens tokens, LastUses uses) {
        this.tokens = tokens;
        this.uses = uses;
    }

    /** @return null if it is no token that is good now */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        String text = ((Credential) authentication).text();
        try {
            return CredentialText.SERVER_TOKEN
                    .idIn(text)
                    .flatMap(tokens::find)
                    .filter(token -> token.hash().matches(Hash.of(text)))
                    .map(this::use)
                    .orElse(null);
        } catch (DataAccessException e) {
            throw new InternalAuthenticationServiceException("the tokens cannot be read", e);
        }
    }

    private Authenticated use(ServerTokens.Known token) {
        uses.note(token.tokenId());
        return new Authenticated(Caller.server(token.serverId(), token.appId()), Authority.MCP_SERVER);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == Credential.class;
    }
}
