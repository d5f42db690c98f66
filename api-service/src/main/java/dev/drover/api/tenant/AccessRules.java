package dev.drover.api.tenant;

import dev.drover.api.problem.Problem;
import dev.drover.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Which paths are open, and what a request without a valid key gets. */
public final class AccessRules {
    private static final String[] OPEN = {
        "/actuator/health",
        "/actuator/health/**",
        "/openapi.json",
        "/openapi.json/**",
        "/docs",
        "/docs/**",
        "/swagger-ui/**"
    };

    private final PlatformKey platformKey;
    private final ProblemWriter problems;

    public AccessRules(PlatformKey platformKey, ProblemWriter problems) {
        this.platformKey = platformKey;
        this.problems = problems;
    }

    public SecurityFilterChain apply(HttpSecurity http) {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // No cookie authenticates anybody, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterBefore(new KeyAuthentication(platformKey), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(OPEN)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(errors -> errors.authenticationEntryPoint((q, response, e) -> unauthorized(response))
                        .accessDeniedHandler((q, response, e) -> forbidden(response)))
                .build();
    }

    private void unauthorized(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(
                response,
                new Problem(
                        HttpStatus.UNAUTHORIZED,
                        "unauthorized",
                        "This needs a valid key.",
                        "Send Authorization: Bearer <key>, or X-API-Key: <key>."));
    }

    private void forbidden(HttpServletResponse response) throws IOException {
        problems.write(response, new Problem(HttpStatus.FORBIDDEN, "forbidden", "This credential may not do that."));
    }
}
