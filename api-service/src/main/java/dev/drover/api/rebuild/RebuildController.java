package dev.drover.api.rebuild;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /internal/audit/projection/rebuild}: the projection, made anew. */
@RestController
@RequestMapping("/internal/audit/projection/rebuild")
@Tag(name = "Audit")
public final class RebuildController {
    private final RebuildRows rows;
    private final Rebuilds rebuilds;
    private final TransactionTemplate transactions;
    private final ApiEvents events;

    public RebuildController(
            RebuildRows rows, Rebuilds rebuilds, PlatformTransactionManager transactions, ApiEvents events) {
        this.rows = rows;
        this.rebuilds = rebuilds;
        this.transactions = new TransactionTemplate(transactions);
        this.events = events;
    }

    @Operation(
            summary = "Make the projection anew from the log",
            description =
                    "Beside the live one, which serves meanwhile; then it is swapped in, and what was different is"
                            + " reported. It survives restarts of the service.")
    @Fails("409 rebuild_running")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    RebuildView start(Caller caller) {
        transactions.executeWithoutResult(_ -> {
            if (!rows.begin(caller.name())) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "rebuild_running",
                        "The projection is being made anew already.",
                        "GET the same path tells how far it is.");
            }
            events.done(caller.name(), null, null, "rebuild_requested");
        });
        rebuilds.wake();
        return rows.last();
    }

    @Operation(
            summary = "Read how far the last rebuild is",
            description = "events and total count positions of the log, in which transactions have marks of their own."
                    + " Before the first rebuild the state is none.")
    @GetMapping
    RebuildView progress(Caller caller) {
        return rows.last();
    }
}
