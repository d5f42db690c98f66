package dev.drover.api;

import dev.drover.api.access.AccessChanges;
import dev.drover.api.access.ServerTokens;
import dev.drover.api.audit.ApiEvents;
import dev.drover.api.command.Commands;
import dev.drover.api.command.OutcomeWait;
import dev.drover.api.command.Outcomes;
import dev.drover.api.config.Configs;
import dev.drover.api.database.Notifications;
import dev.drover.api.database.OwnConnection;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.fleet.Fleet;
import dev.drover.api.imports.Imports;
import dev.drover.api.limit.Quotas;
import dev.drover.api.outbox.Bell;
import dev.drover.api.outbox.Outbox;
import dev.drover.api.outbox.OutboxRelay;
import dev.drover.api.query.CatalogueQueries;
import dev.drover.api.sealing.Fingerprints;
import dev.drover.api.sealing.SecretSealer;
import dev.drover.api.server.AppRemovals;
import dev.drover.api.server.CommandAnswers;
import dev.drover.api.server.Redefinitions;
import dev.drover.api.server.ServerViews;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Apps;
import dev.drover.api.topic.KafkaHealth;
import dev.drover.api.topic.Topics;
import dev.drover.api.trial.Trials;
import dev.drover.schemas.sealing.Sealer;
import dev.drover.schemas.sealing.UnusableKeyset;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The object graph, without HTTP: apps, servers, commands, outbox. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
    @Bean
    ApplicationRunner unknownVariables() {
        return arguments -> UnknownVariables.in(System.getenv().keySet())
                .forEach(name -> LoggerFactory.getLogger(ApiSettings.class)
                        .warn("{} is set, but this service has no such setting", name));
    }

    /** Logs the settings, and has the settings checked before Flyway waits for PostgreSQL. */
    @Bean
    FlywayConfigurationCustomizer afterTheSettings(ApiSettings settings) {
        return flyway -> LoggerFactory.getLogger(ApiSettings.class).info("{}", settings);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    OwnConnection ownConnection(JdbcConnectionDetails database) {
        return new OwnConnection(database);
    }

    @Bean
    Topics topics(KafkaProperties kafka, ApiSettings settings) {
        return new Topics(kafka.buildAdminProperties(), settings.topics().replicationFactor());
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(KafkaProperties kafka) {
        return new KafkaHealth(kafka.buildAdminProperties());
    }

    @Bean
    Apps apps(JdbcClient jdbc, PlatformTransactionManager transactions, ApiEvents events) {
        return new Apps(jdbc, new TransactionTemplate(transactions), events);
    }

    @Bean
    DefinitionRules definitionRules(ApiSettings settings) {
        return new DefinitionRules(settings.allowedCommands(), settings.allowedHosts());
    }

    /** Of what only workers may read. */
    @Bean
    Sealer sealer(ApiSettings settings) {
        try {
            return Sealer.from(settings.publicKeyset());
        } catch (UnusableKeyset e) {
            throw new UnusableSetting("DROVER_PUBLIC_KEYSET (drover.public-keyset): " + e.getMessage());
        }
    }

    /** Fingerprints need a secret that every replica has and that is not in the database. */
    @Bean
    SecretSealer secretSealer(Sealer sealer, ApiSettings settings) {
        return new SecretSealer(sealer, new Fingerprints(settings.platformKey()));
    }

    @Bean
    Notifications notifications(OwnConnection database) {
        return new Notifications(database);
    }

    @Bean
    Bell bell(JdbcClient jdbc, Notifications notifications) {
        return new Bell(jdbc, notifications);
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, Bell bell) {
        return new Outbox(jdbc, bell);
    }

    @Bean
    ApiEvents apiEvents(Outbox outbox, InstantSource clock) {
        return new ApiEvents(outbox, clock);
    }

    @Bean
    OutboxRelay outboxRelay(
            OwnConnection database,
            Bell bell,
            Topics topics,
            KafkaProperties kafka,
            Trials trials,
            AppRemovals removals) {
        return new OutboxRelay(database, bell, topics, kafka.buildProducerProperties(), () -> {
            trials.sweep();
            removals.sweep();
        });
    }

    @Bean
    Commands commands(Outbox outbox, InstantSource clock, Quotas quotas) {
        return new Commands(outbox, clock, quotas);
    }

    @Bean
    Outcomes outcomes(JdbcClient jdbc, JsonMapper json) {
        return new Outcomes(jdbc, json);
    }

    @Bean
    OutcomeWait outcomeWait(Outcomes outcomes, Notifications notifications) {
        return new OutcomeWait(outcomes, notifications);
    }

    @Bean
    Quotas quotas(JdbcClient jdbc, ApiSettings settings) {
        return new Quotas(jdbc, settings.quotas().toQuotas());
    }

    @Bean
    Servers servers(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Apps apps,
            Quotas quotas,
            ServerTokens tokens,
            SecretSealer sealer,
            Commands commands,
            JsonMapper json) {
        return new Servers(jdbc, new TransactionTemplate(transactions), apps, quotas, tokens, sealer, commands, json);
    }

    @Bean
    AppRemovals appRemovals(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Apps apps,
            Servers servers,
            AccessChanges changes,
            ApiEvents events) {
        return new AppRemovals(jdbc, new TransactionTemplate(transactions), apps, servers, changes, events);
    }

    @Bean
    Redefinitions redefinitions(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ServerTokens tokens,
            SecretSealer sealer,
            Commands commands,
            DefinitionRules rules,
            JsonMapper json) {
        return new Redefinitions(jdbc, new TransactionTemplate(transactions), tokens, sealer, commands, rules, json);
    }

    @Bean
    ServerViews serverViews(JdbcClient jdbc, JsonMapper json, Fleet fleet) {
        return new ServerViews(jdbc, json, fleet);
    }

    @Bean
    Imports imports(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Servers servers,
            Redefinitions redefinitions,
            DefinitionRules rules,
            JsonMapper json) {
        return new Imports(jdbc, transactions, servers, redefinitions, rules, json);
    }

    @Bean
    Configs configs(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Apps apps,
            Servers servers,
            Redefinitions redefinitions,
            DefinitionRules rules,
            ApiEvents events,
            JsonMapper json) {
        return new Configs(
                jdbc, new TransactionTemplate(transactions), apps, servers, redefinitions, rules, events, json);
    }

    @Bean
    Trials trials(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            JsonMapper json,
            Quotas quotas,
            SecretSealer sealer,
            Commands commands,
            OutcomeWait waiting,
            CatalogueQueries queries,
            InstantSource clock) {
        return new Trials(
                jdbc, new TransactionTemplate(transactions), json, quotas, sealer, commands, waiting, queries, clock);
    }

    @Bean
    CommandAnswers commandAnswers(ServerViews views, OutcomeWait waiting, Fleet fleet) {
        return new CommandAnswers(views, waiting, fleet);
    }
}
