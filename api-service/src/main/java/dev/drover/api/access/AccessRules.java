package dev.drover.api.access;

import dev.drover.api.limit.RateLimit;
import dev.drover.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may do what, on one page: by path and method, before anything of a request's body is read. */
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

    private static final String[] OF_THE_PLATFORM = {
        "/internal/apps", "/internal/apps/**", "/internal/workers", "/internal/audit/projection/**"
    };

    /** Posted since they have a body; they change nothing. */
    private static final String[] POSTED_READS = {
        "/internal/mcp_servers/*/resources/read", "/internal/mcp_servers/*/prompts/*/get"
    };

    /** JSON that a browser takes for a page, shows and loads nothing. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

    /** What /docs is made of. */
    private static final String A_PAGE =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    private final ProblemWriter problems;
    private final RateLimit<String> failures;
    private final RefusedAccess refused;

    /** @param failures requests with a wrong credential, by source address */
    public AccessRules(ProblemWriter problems, RateLimit<String> failures, RefusedAccess refused) {
        this.problems = problems;
        this.failures = failures;
        this.refused = refused;
    }

    /** What is open to all; whatever credential a request to it shows is not looked at. */
    public SecurityFilterChain open(HttpSecurity http) {
        return stateless(http.securityMatcher(OPEN), A_PAGE)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** What MCP servers may call; an API key is no credential here, as a token is none anywhere else. */
    public SecurityFilterChain router(HttpSecurity http, AuthenticationProvider tokens) {
        Refusals refusals = new Refusals(problems, failures, refused, "Send Authorization: Bearer <DROVER_TOKEN>.");
        return authenticated(
                        stateless(http.securityMatcher("/mcp/v1/**"), NO_PAGE),
                        List.of(tokens),
                        CredentialConverter.BEARER_ONLY,
                        refusals)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .anyRequest()
                                .hasAuthority(Authority.MCP_SERVER.text()))
                .build();
    }

    /** All that no other chain is for. */
    public SecurityFilterChain internal(HttpSecurity http, List<AuthenticationProvider> providers) {
        Refusals refusals =
                new Refusals(problems, failures, refused, "Send Authorization: Bearer <key>, or X-API-Key: <key>.");
        return authenticated(stateless(http, NO_PAGE), providers, CredentialConverter.EITHER_HEADER, refusals)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(OF_THE_PLATFORM)
                                .hasAuthority(Authority.PLATFORM.text())
                                .requestMatchers(HttpMethod.POST, POSTED_READS)
                                .hasAuthority(Authority.READ.text())
                                .requestMatchers(HttpMethod.GET, "/internal/**")
                                .hasAuthority(Authority.READ.text())
                                .requestMatchers(HttpMethod.HEAD, "/internal/**")
                                .hasAuthority(Authority.READ.text())
                                .requestMatchers("/internal/**")
                                .hasAuthority(Authority.MANAGE.text())
                                .anyRequest()
                                .hasAuthority(Authority.PLATFORM.text()))
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http, String contentPolicy) {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // No cookie authenticates anybody, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentPolicy))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)));
    }

    private static HttpSecurity authenticated(
            HttpSecurity http,
            List<AuthenticationProvider> providers,
            CredentialConverter converter,
            Refusals refusals) {
        AuthenticationFilter filter = new AuthenticationFilter(new ProviderManager(providers), converter);
        filter.setSuccessHandler((request, response, authentication) -> {});
        filter.setFailureHandler(refusals::failed);
        return http.addFilterBefore(filter, AnonymousAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                                (request, response, e) -> refusals.missing(request, response))
                        .accessDeniedHandler((request, response, e) -> refusals.denied(request, response, e)));
    }
}
