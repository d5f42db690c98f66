package dev.drover.api.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Finds a request's credential: {@code Authorization: Bearer …} or, where that is allowed, {@code X-API-Key: …}. */
enum CredentialConverter implements AuthenticationConverter {
    EITHER_HEADER,
    BEARER_ONLY;

    private static final String BEARER = "Bearer ";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Credential(authorization.substring(BEARER.length()).strip());
        }
        String key = this == EITHER_HEADER ? request.getHeader("X-API-Key") : null;
        return key == null ? null : new Credential(key.strip());
    }
}
