package dev.drover.worker;

import dev.drover.schemas.address.AllowedHosts;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.UnusableKeyset;
import dev.drover.worker.mcp.SdkConnector;
import dev.drover.worker.messaging.KafkaAnswers;
import dev.drover.worker.messaging.KafkaSettings;
import dev.drover.worker.messaging.WorkerIdentity;
import dev.drover.worker.ownership.Guard;
import dev.drover.worker.process.OsProcessHost;
import dev.drover.worker.process.ProcessSettings;
import dev.drover.worker.remote.RemoteHttp;
import dev.drover.worker.supervision.Supervisor;
import dev.drover.worker.warden.WardenGuard;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker's object graph. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    @Bean
    Clock clock() {
        return new SteadyClock(Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    Refusal refusal(ApplicationContext context) {
        return reason -> {
            LoggerFactory.getLogger(Worker.class).error("The worker refuses to run: {}", reason);
            System.exit(SpringApplication.exit(context, () -> 1));
        };
    }

    @Bean
    ApplicationRunner unknownVariables() {
        return arguments -> UnknownVariables.in(System.getenv().keySet())
                .forEach(name -> LoggerFactory.getLogger(WorkerSettings.class)
                        .warn("{} is set, but this service has no such setting", name));
    }

    @Bean
    WorkerIdentity identity(WorkerSettings settings, Clock clock) {
        return Host.identify(settings.workerId(), clock.instant());
    }

    @Bean
    Opener opener(WorkerSettings settings) {
        try {
            return Opener.from(settings.privateKeyset());
        } catch (UnusableKeyset e) {
            throw new UnusableSetting("DROVER_PRIVATE_KEYSET (drover.private-keyset): " + e.getMessage());
        }
    }

    @Bean
    KafkaSettings kafkaSettings(KafkaProperties properties, KafkaConnectionDetails brokers, WorkerSettings settings) {
        Map<String, Object> common = new HashMap<>(properties.buildAdminProperties());
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers.getBootstrapServers());
        return new KafkaSettings(
                common, settings.sessionTimeout(), settings.groupProtocol(), settings.staticMembership());
    }

    @Bean(destroyMethod = "close")
    Admin admin(KafkaSettings kafka) {
        return kafka.admin();
    }

    /** Of replies, heartbeats and dead letters. */
    @Bean(destroyMethod = "")
    Producer<String, byte[]> producer(KafkaSettings kafka) {
        return kafka.plainProducer();
    }

    /** Closed after the servers have ended: the host is made of it. */
    @Bean(destroyMethod = "close")
    WardenGuard warden(WorkerSettings settings, Refusal refusal) {
        try {
            return WardenGuard.open(settings.dataDir().toAbsolutePath(), refusal::because);
        } catch (IOException e) {
            throw new UnusableSetting("The warden cannot be started: " + e.getMessage());
        }
    }

    @Bean(destroyMethod = "close")
    OsProcessHost processes(WorkerSettings settings, WorkerIdentity identity, WardenGuard warden) {
        try {
            OsProcessHost host = OsProcessHost.open(
                    new ProcessSettings(
                            identity.workerId(),
                            settings.dataDir(),
                            settings.packageCacheDir(),
                            settings.allowedCommands(),
                            settings.containment(),
                            settings.routerUrl(),
                            settings.users()),
                    settings.serverLimits().toDomain(),
                    warden.isFirstProcess());
            warden.protect(host::killAll, host::unheldTrees);
            host.guardedBy(warden::isWatching);
            return host;
        } catch (IOException e) {
            throw new UnusableSetting(
                    "DROVER_DATA_DIR (drover.data-dir): " + settings.dataDir() + " cannot be used: " + e);
        } catch (IllegalStateException e) {
            throw new UnusableSetting(String.valueOf(e.getMessage()));
        }
    }

    @Bean(destroyMethod = "close")
    RemoteHttp remotes(WorkerSettings settings) {
        AllowedHosts allowed = settings.allowedHosts();
        return new RemoteHttp((host, address) -> allowed.lists(host) || allowed.allows(address));
    }

    @Bean
    Supervisor supervisor(
            WorkerSettings settings,
            OsProcessHost processes,
            RemoteHttp remotes,
            Producer<String, byte[]> producer,
            WorkerIdentity identity,
            Clock clock) {
        return new Supervisor(
                processes,
                remotes,
                new SdkConnector(identity.version(), settings.mcpDebug()),
                new KafkaAnswers(producer, identity.workerId(), clock),
                clock,
                settings.startsAtATime(),
                settings.userLimit(),
                settings.backOff().toDomain());
    }

    @Bean(initMethod = "connect", destroyMethod = "stop")
    Worker worker(
            WorkerSettings settings,
            WorkerIdentity identity,
            KafkaSettings kafka,
            Admin admin,
            Producer<String, byte[]> producer,
            Supervisor supervisor,
            OsProcessHost processes,
            Clock clock,
            Opener opener,
            Guard guard,
            MeterRegistry registry,
            Refusal refusal) {
        return new Worker(
                settings,
                identity,
                kafka,
                admin,
                producer,
                supervisor,
                processes.containment(),
                processes.limits(),
                clock,
                opener,
                guard,
                processes.isPredecessorGone(),
                registry,
                refusal);
    }

    @Bean
    ShardsHealth shardsHealthIndicator(Worker worker) {
        return new ShardsHealth(worker);
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(Admin admin) {
        return new KafkaHealth(admin);
    }
}
