package dev.drover.api.tenant;

import dev.drover.api.problem.InvalidParameter;
import dev.drover.schemas.UserContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller its {@link Caller}: who the credential says, in the app that {@code X-App-Id} or {@code app_id} names. */
public final class CallerArgument implements HandlerMethodArgumentResolver {
    private static final String HEADER = "X-App-Id";
    private static final String USER = "X-User-Token";
    private static final String PARAMETER = "app_id";

    private final Apps apps;

    public CallerArgument(Apps apps) {
        this.apps = apps;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (!(request.getUserPrincipal() instanceof Authentication authentication
                && authentication.getPrincipal() instanceof Caller caller)) {
            throw new AuthenticationCredentialsNotFoundException("no credential");
        }
        Long appId = named(request);
        Caller named = caller.inTheNameOf(user(request));
        if (appId == null || appId.equals(caller.appId())) {
            return named;
        }
        boolean isSought = !parameter.hasParameterAnnotation(EvenRemoved.class);
        return named.in(appId)
                .filter(_ -> !isSought || apps.find(appId).isPresent())
                .orElseThrow(Apps::notFound);
    }

    private static @Nullable UserContext user(NativeWebRequest request) {
        String token = request.getHeader(USER);
        return token == null ? null : new UserContext(token, null);
    }

    private static @Nullable Long named(NativeWebRequest request) {
        Long header = id(HEADER, request.getHeader(HEADER));
        Long parameter = id(PARAMETER, request.getParameter(PARAMETER));
        if (header != null && parameter != null && !header.equals(parameter)) {
            throw InvalidParameter.problem(PARAMETER, "names another app than the header " + HEADER);
        }
        return header == null ? parameter : header;
    }

    private static @Nullable Long id(String name, @Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw InvalidParameter.problem(name, "must be the id of an app, a whole number");
        }
    }
}
