package dev.drover.api.access;

import dev.drover.api.tenant.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/**
 * Knows tokens of the installation's OpenID Connect issuer: the claim {@code app_id} names the app, {@code scope} (or
 * {@code scp}) what may be done in it, {@code read} or {@code manage}.
 */
public final class JwtAuthentication implements AuthenticationProvider {
    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final JwtAuthenticationProvider tokens;
    private final LongPredicate isApp;
    private final Pseudonyms pseudonyms;

    /** @param isApp whether there is such an app */
    public JwtAuthentication(JwtDecoder decoder, LongPredicate isApp, Pseudonyms pseudonyms) {
        this.tokens = new JwtAuthenticationProvider(decoder);
        this.tokens.setJwtAuthenticationConverter(this::caller);
        this.isApp = isApp;
        this.pseudonyms = pseudonyms;
    }

    /** @return null if it is no token of this form, but may be something else */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        String text = ((Credential) authentication).text();
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        try {
            return tokens.authenticate(new BearerTokenAuthenticationToken(text));
        } catch (JwtDecoderInitializationException e) {
            throw new InternalAuthenticationServiceException("the issuer's metadata cannot be read", e);
        }
    }

    private Authenticated caller(Jwt token) {
        long appId = appId(token).filter(this::exists).orElseThrow(() -> invalid("names no app in its claim app_id"));
        Collection<String> scopes = scopes(token);
        Scope scope = Optional.of(Scope.MANAGE)
                .filter(each -> scopes.contains(each.text()))
                .or(() -> Optional.of(Scope.READ).filter(each -> scopes.contains(each.text())))
                .orElseThrow(() -> invalid("has neither the scope read nor manage"));
        return new Authenticated(new Caller(name(token, appId), appId), scope.authority());
    }

    private boolean exists(long appId) {
        try {
            return isApp.test(appId);
        } catch (DataAccessException e) {
            throw new InternalAuthenticationServiceException("the apps cannot be read", e);
        }
    }

    private static Optional<Long> appId(Jwt token) {
        String claim = Objects.toString(token.getClaims().get("app_id"), "");
        return claim.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(claim)) : Optional.empty();
    }

    private static Collection<String> scopes(Jwt token) {
        Object claim = token.getClaims().getOrDefault("scope", token.getClaims().get("scp"));
        return claim instanceof Collection<?> many
                ? many.stream().map(Object::toString).toList()
                : List.of(Objects.toString(claim, "").split(" ", -1));
    }

    /** As it goes into commands and logs, which may be kept for ever. */
    private String name(Jwt token, long appId) {
        try {
            return pseudonyms.of(appId, Objects.toString(token.getSubject(), ""));
        } catch (DataAccessException e) {
            throw new InternalAuthenticationServiceException("the keys of names cannot be read", e);
        }
    }

    private static InvalidBearerTokenException invalid(String why) {
        return new InvalidBearerTokenException("the token " + why);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == Credential.class;
    }
}
