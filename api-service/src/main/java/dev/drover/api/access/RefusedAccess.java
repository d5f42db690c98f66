package dev.drover.api.access;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.limit.RateLimit;
import dev.drover.api.tenant.Caller;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells auditors who was refused: of each caller, or address, a few a minute, so that nobody writes the log full who has no
 * credential. It does not keep the answer waiting, and what cannot be written is only in this service's log. Thread-safe.
 */
public final class RefusedAccess {
    private static final Logger log = LoggerFactory.getLogger(RefusedAccess.class);
    private static final String NOBODY = "anonymous";
    private static final int PER_MINUTE = 10;

    private final TransactionTemplate transactions;
    private final ApiEvents events;
    private final RateLimit<String> limit = new RateLimit<>(PER_MINUTE);

    public RefusedAccess(TransactionTemplate transactions, ApiEvents events) {
        this.transactions = transactions;
        this.events = events;
    }

    /**
     * @param who null: nobody that is known
     * @param code the problem's
     */
    void tell(String address, @Nullable Authentication who, String code) {
        Caller caller = who != null && who.getPrincipal() instanceof Caller known ? known : null;
        if (limit.spend(caller == null ? address : caller.name()).isPresent()) {
            return;
        }
        Thread.ofVirtual().name("refused-access").start(() -> write(caller, code));
    }

    private void write(@Nullable Caller caller, String code) {
        try {
            transactions.executeWithoutResult(_ -> events.refused(
                    caller == null ? NOBODY : caller.name(), caller == null ? null : caller.appId(), code));
        } catch (DataAccessException | TransactionException e) {
            log.warn("a refused access is not in the audit log: {}", e.getMessage());
        }
    }
}
