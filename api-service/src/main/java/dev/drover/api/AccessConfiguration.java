package dev.drover.api;

import dev.drover.api.access.AccessChanges;
import dev.drover.api.access.AccessRules;
import dev.drover.api.access.ApiKeys;
import dev.drover.api.access.JwtAuthentication;
import dev.drover.api.access.KeyAuthentication;
import dev.drover.api.access.KnownApps;
import dev.drover.api.access.KnownKeys;
import dev.drover.api.access.LastUses;
import dev.drover.api.access.PlatformKey;
import dev.drover.api.access.Pseudonyms;
import dev.drover.api.access.RefusedAccess;
import dev.drover.api.access.ServerTokens;
import dev.drover.api.access.TokenAuthentication;
import dev.drover.api.audit.ApiEvents;
import dev.drover.api.database.Notifications;
import dev.drover.api.limit.RateLimit;
import dev.drover.api.outbox.Outbox;
import dev.drover.api.problem.ProblemWriter;
import dev.drover.api.router.Callbacks;
import dev.drover.api.router.TokenChanges;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Apps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The object graph of credentials: what they are, who knows them, and what they are good for. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    private static final Duration USES_WRITTEN_EVERY = Duration.ofSeconds(10);

    @Bean
    AccessChanges accessChanges(Notifications notifications, JdbcClient jdbc) {
        return new AccessChanges(notifications, jdbc);
    }

    @Bean
    KnownKeys knownKeys(JdbcClient jdbc, AccessChanges changes) {
        return new KnownKeys(jdbc, changes);
    }

    @Bean
    KnownApps knownApps(Apps apps, AccessChanges changes) {
        return new KnownApps(apps, changes);
    }

    @Bean
    LastUses lastUsesOfKeys(JdbcClient jdbc, InstantSource clock) {
        return LastUses.ofKeys(jdbc, clock, USES_WRITTEN_EVERY);
    }

    @Bean
    LastUses lastUsesOfTokens(JdbcClient jdbc, InstantSource clock) {
        return LastUses.ofTokens(jdbc, clock, USES_WRITTEN_EVERY);
    }

    @Bean
    ServerTokens serverTokens(JdbcClient jdbc) {
        return new ServerTokens(jdbc);
    }

    @Bean
    TokenChanges tokenChanges(
            PlatformTransactionManager transactions, Servers servers, ServerTokens tokens, ApiEvents events) {
        return new TokenChanges(new TransactionTemplate(transactions), servers, tokens, events);
    }

    @Bean
    Callbacks callbacks(
            PlatformTransactionManager transactions,
            Outbox outbox,
            ApiEvents events,
            InstantSource clock,
            ApiSettings settings) {
        RateLimit<Long> limit = new RateLimit<>(settings.callbacksPerMinute());
        return new Callbacks(new TransactionTemplate(transactions), outbox, events, clock, limit);
    }

    @Bean
    ApiKeys apiKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Apps apps,
            AccessChanges changes,
            ApiEvents events) {
        return new ApiKeys(jdbc, new TransactionTemplate(transactions), apps, changes, events);
    }

    @Bean
    Pseudonyms pseudonyms(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Apps apps,
            AccessChanges changes,
            ApiEvents events) {
        return new Pseudonyms(jdbc, new TransactionTemplate(transactions), apps, changes, events);
    }

    @Bean
    AccessRules accessRules(
            ProblemWriter problems, ApiSettings settings, PlatformTransactionManager transactions, ApiEvents events) {
        return new AccessRules(
                problems,
                new RateLimit<>(settings.failedAuthenticationsPerMinute()),
                new RefusedAccess(new TransactionTemplate(transactions), events));
    }

    /** An observation of every filter of every request, which nobody reads, costs as much as the request itself. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain openPaths(HttpSecurity http, AccessRules rules) {
        return rules.open(http);
    }

    @Bean
    @Order(2)
    SecurityFilterChain routerPaths(
            HttpSecurity http, AccessRules rules, ServerTokens tokens, LastUses lastUsesOfTokens) {
        return rules.router(http, new TokenAuthentication(tokens, lastUsesOfTokens));
    }

    /** @param issuer there is one where the issuer is set (spring.security.oauth2.resourceserver.jwt.issuer-uri) */
    @Bean
    @Order(3)
    SecurityFilterChain internalPaths(
            HttpSecurity http,
            AccessRules rules,
            KnownKeys keys,
            LastUses lastUsesOfKeys,
            ObjectProvider<JwtDecoder> issuer,
            KnownApps apps,
            Pseudonyms pseudonyms,
            ApiSettings settings) {
        PlatformKey platformKey = new PlatformKey(settings.platformKey());
        List<AuthenticationProvider> providers = new ArrayList<>();
        providers.add(new KeyAuthentication(platformKey, keys, lastUsesOfKeys));
        issuer.ifAvailable(decoder -> providers.add(new JwtAuthentication(decoder, apps::has, pseudonyms)));
        return rules.internal(http, providers);
    }
}
