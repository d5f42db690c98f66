package dev.drover.api.access;

import dev.drover.api.tenant.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.Authentication;

/** Knows the platform's key and the keys of apps. */
public final class KeyAuthentication implements AuthenticationProvider {
    private final PlatformKey platformKey;
    private final KnownKeys keys;
    private final LastUses uses;

    public KeyAuthentication(PlatformKey platformKey, KnownKeys keys, LastUses uses) {
        this.platformKey = platformKey;
        this.keys = keys;
        this.uses = uses;
    }

    /** @return null if it is no key, but may be something else */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        String text = ((Credential) authentication).text();
        Hash hash = Hash.of(text);
        if (platformKey.matches(hash)) {
            return new Authenticated(new Caller(Caller.PLATFORM, null), Authority.PLATFORM);
        }
        return appKey(text, hash);
    }

    private @Nullable Authenticated appKey(String text, Hash hash) {
        try {
            return CredentialText.APP_KEY
                    .idIn(text)
                    .flatMap(keys::find)
                    .filter(key -> key.hash().matches(hash))
                    .map(this::use)
                    .orElse(null);
        } catch (DataAccessException e) {
            throw new InternalAuthenticationServiceException("the keys cannot be read", e);
        }
    }

    private Authenticated use(KnownKeys.Known key) {
        uses.note(key.keyId());
        return new Authenticated(
                new Caller("key:" + key.keyId(), key.appId()), key.scope().authority());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == Credential.class;
    }
}
