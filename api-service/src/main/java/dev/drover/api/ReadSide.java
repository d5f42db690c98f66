package dev.drover.api;

import dev.drover.api.agent.AgentCalls;
import dev.drover.api.agent.AgentCatalogues;
import dev.drover.api.agent.AgentServers;
import dev.drover.api.agent.Associations;
import dev.drover.api.audit.ApiEvents;
import dev.drover.api.command.OutcomeWait;
import dev.drover.api.database.OwnConnection;
import dev.drover.api.fleet.Fleet;
import dev.drover.api.limit.Quotas;
import dev.drover.api.moment.Moments;
import dev.drover.api.moment.SnapshotMaker;
import dev.drover.api.projection.DeadLetters;
import dev.drover.api.projection.EventsContainer;
import dev.drover.api.projection.Projector;
import dev.drover.api.query.CatalogueController;
import dev.drover.api.query.CatalogueQueries;
import dev.drover.api.query.Catalogues;
import dev.drover.api.query.History;
import dev.drover.api.query.Queries;
import dev.drover.api.query.QueryController;
import dev.drover.api.query.ServerLookup;
import dev.drover.api.rebuild.RebuildRows;
import dev.drover.api.rebuild.Rebuilds;
import dev.drover.api.replay.Replays;
import dev.drover.api.server.ServerViews;
import dev.drover.api.server.Servers;
import dev.drover.api.tail.TopicTail;
import dev.drover.schemas.Topic;
import dev.drover.schemas.sealing.Sealer;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The object graph of what reads: events into tables, heartbeats into the fleet, answers to queries. */
@Configuration(proxyBeanMethods = false)
class ReadSide {
    @Bean
    DeadLetters deadLetters(KafkaProperties kafka) {
        return new DeadLetters(kafka.buildProducerProperties());
    }

    @Bean
    Projector projector(PlatformTransactionManager transactions, JdbcTemplate jdbc, DeadLetters deadLetters) {
        return new Projector(new TransactionTemplate(transactions), jdbc, deadLetters);
    }

    @Bean
    Admin projectionAdmin(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean
    KafkaMessageListenerContainer<byte[], byte[]> projection(
            KafkaProperties kafka, Admin projectionAdmin, Projector projector) {
        return EventsContainer.create(kafka.buildConsumerProperties(), projectionAdmin, projector);
    }

    @Bean
    Replays replays(KafkaProperties kafka) {
        return new Replays(kafka.buildConsumerProperties());
    }

    @Bean
    Moments moments(KafkaProperties kafka, JdbcClient jdbc, Admin projectionAdmin) {
        return new Moments(kafka.buildConsumerProperties(), jdbc, () -> EventsContainer.topicId(projectionAdmin));
    }

    @Bean
    SnapshotMaker snapshotMaker(Moments moments) {
        return new SnapshotMaker(moments);
    }

    @Bean
    RebuildRows rebuildRows(JdbcClient jdbc) {
        return new RebuildRows(jdbc);
    }

    @Bean
    Rebuilds rebuilds(RebuildRows rows, OwnConnection database, KafkaProperties kafka, Admin projectionAdmin) {
        return new Rebuilds(
                rows, database, kafka.buildConsumerProperties(), () -> EventsContainer.topicId(projectionAdmin));
    }

    @Bean
    Fleet fleet(InstantSource clock) {
        return new Fleet(clock);
    }

    @Bean
    TopicTail heartbeats(KafkaProperties kafka, Fleet fleet) {
        return new TopicTail(
                Topic.WORKERS.topicName(), TopicTail.From.BEGINNING, kafka.buildConsumerProperties(), fleet::on);
    }

    @Bean
    Queries queries(KafkaProperties kafka, Sealer workers, InstantSource clock, Quotas quotas) {
        return new Queries(kafka.buildConsumerProperties(), kafka.buildProducerProperties(), workers, clock, quotas);
    }

    @Bean
    CatalogueQueries catalogueQueries(Queries queries) {
        return new CatalogueQueries(queries);
    }

    @Bean
    ServerLookup serverLookup(JdbcClient jdbc) {
        return new ServerLookup(jdbc);
    }

    @Bean
    Catalogues catalogues(JdbcClient jdbc, Fleet fleet) {
        return new Catalogues(jdbc, fleet);
    }

    @Bean
    History history(JdbcClient jdbc) {
        return new History(jdbc);
    }

    @Bean
    Associations associations(JdbcClient jdbc, PlatformTransactionManager transactions, ApiEvents events) {
        return new Associations(jdbc, new TransactionTemplate(transactions), events);
    }

    @Bean
    AgentServers agentServers(JdbcClient jdbc) {
        return new AgentServers(jdbc);
    }

    @Bean
    AgentCatalogues agentCatalogues(AgentServers agents, ServerViews views, CatalogueController catalogues) {
        return new AgentCatalogues(agents, views, catalogues);
    }

    @Bean
    AgentCalls agentCalls(
            AgentServers agents,
            CatalogueController catalogues,
            QueryController queries,
            ServerViews views,
            Servers servers,
            OutcomeWait outcomes) {
        return new AgentCalls(agents, catalogues, queries, views, servers, outcomes);
    }
}
