package dev.drover.api.trial;

import dev.drover.api.command.Commands;
import dev.drover.api.command.ManagementCommand;
import dev.drover.api.command.OutcomeWait;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.RestartPolicy;
import dev.drover.api.limit.Quotas;
import dev.drover.api.problem.Problem;
import dev.drover.api.query.CatalogueQueries;
import dev.drover.api.sealing.SecretSealer;
import dev.drover.api.tenant.Caller;
import dev.drover.api.trial.TrialReport.Listing;
import dev.drover.api.trial.TrialRows.Trial;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs trials on the request's own virtual thread. The removal is decided with the definition, in one transaction: should
 * this service die, another one sweeps.
 */
public final class Trials {
    private static final Logger log = LoggerFactory.getLogger(Trials.class);

    /** For the way to the worker and back, and for the queue of starts there. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration LISTING = Duration.ofSeconds(30);
    private static final Duration REMOVAL = Duration.ofSeconds(15);
    private static final Duration LEFT_OVER = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final TransactionTemplate transactions;
    private final Quotas quotas;
    private final SecretSealer sealer;
    private final Commands commands;
    private final OutcomeWait waiting;
    private final CatalogueQueries queries;
    private final TrialRows rows;
    private final InstantSource clock;

    public Trials(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            JsonMapper json,
            Quotas quotas,
            SecretSealer sealer,
            Commands commands,
            OutcomeWait waiting,
            CatalogueQueries queries,
            InstantSource clock) {
        this.transactions = transactions;
        this.quotas = quotas;
        this.sealer = sealer;
        this.commands = commands;
        this.waiting = waiting;
        this.queries = queries;
        this.rows = new TrialRows(jdbc, json);
        this.clock = clock;
    }

    private record Begun(Trial trial, String startId) {}

    TrialView run(Caller caller, long appId, Definition definition) {
        Duration patience =
                Duration.ofSeconds(definition.startupTimeoutSeconds()).plus(GRACE);
        Begun begun = begin(caller, appId, definition, patience);
        Trial trial = begun.trial();
        Listing listing = null;
        String removal;
        long removed;
        try {
            boolean isReady = waiting.await(begun.startId(), patience)
                    .filter(command -> command.outcome().equals("succeeded"))
                    .isPresent();
            listing = isReady ? list(trial, caller, definition) : null;
        } finally {
            removed = System.nanoTime();
            removal = remove(trial, caller.name());
        }
        boolean isGone = waiting.await(removal, REMOVAL).isPresent();
        Duration took = isGone ? Duration.ofNanos(System.nanoTime() - removed) : null;
        return TrialReport.of(rows.events(trial.serverId()), listing, took, patience, clock.instant());
    }

    /** A trial runs once, whatever its definition says of restarts. */
    private Begun begin(Caller caller, long appId, Definition definition, Duration patience) {
        Definition once = definition.with(RestartPolicy.NEVER);
        return transactions.execute(_ -> {
            quotas.admitRunning(caller, appId);
            Trial trial = rows.insert(appId, patience.plus(LEFT_OVER));
            Definition sealed = sealer.seal(trial.serverId(), once);
            commands.issue(trial.serverId(), appId, caller, new ManagementCommand.Define(1, sealed, null));
            String start = commands.issue(trial.serverId(), appId, caller, new ManagementCommand.Start());
            return new Begun(trial, start);
        });
    }

    private Listing list(Trial trial, Caller caller, Definition definition) {
        Duration timeout = Duration.ofSeconds(definition.requestTimeoutSeconds());
        Duration atMost = timeout.compareTo(LISTING) < 0 ? timeout : LISTING;
        long begin = System.nanoTime();
        Map<String, Integer> counts = new LinkedHashMap<>();
        Problem problem = null;
        try {
            queries.forEach(
                    trial.serverId(), trial.appId(), caller, atMost, (kind, items) -> counts.put(kind, items.size()));
        } catch (Problem e) {
            problem = e;
        }
        return new Listing(counts, Duration.ofNanos(System.nanoTime() - begin), problem);
    }

    private String remove(Trial trial, String by) {
        return transactions.execute(
                _ -> commands.issue(trial.serverId(), trial.appId(), by, new ManagementCommand.Remove()));
    }

    /** Removes what earlier trials left over, be it that their service died. Any replica may do it, at any time. */
    public void sweep() {
        int swept = transactions.execute(_ -> {
            rows.forgetOlderThan(FORGOTTEN);
            var leftOver = rows.takeLeftOver(LEFT_OVER);
            leftOver.forEach(trial -> remove(trial, "platform"));
            return leftOver.size();
        });
        if (swept > 0) {
            log.info("removing the servers of {} trials that nobody finished", swept);
        }
    }
}
