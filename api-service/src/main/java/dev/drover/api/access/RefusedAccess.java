package dev.drover.api.access;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.limit.RateLimit;
import dev.drover.api.tenant.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells auditors of requests with a wrong credential, or one that may not do this: of each origin so many a minute, since
 * whoever is refused may come again and again. Any thread.
 */
public final class RefusedAccess {
    private static final Logger log = LoggerFactory.getLogger(RefusedAccess.class);
    private static final String ACTION = "access_refused";
    private static final String ANONYMOUS = "anonymous";
    private static final int PER_MINUTE = 30;

    private final TransactionTemplate transactions;
    private final ApiEvents events;
    private final RateLimit<String> told = new RateLimit<>(PER_MINUTE);

    public RefusedAccess(TransactionTemplate transactions, ApiEvents events) {
        this.transactions = transactions;
        this.events = events;
    }

    /** A credential that is none came from this address. */
    void wrongCredential(String address, String code) {
        tell(address, () -> events.refused(ANONYMOUS, null, ACTION, code));
    }

    /** The request's caller may not do this. */
    void notAllowed(String code) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            tell(caller.name(), () -> events.refused(caller.name(), caller.appId(), ACTION, code));
        }
    }

    private void tell(String origin, Runnable event) {
        if (told.spend(origin).isPresent()) {
            return;
        }
        try {
            transactions.executeWithoutResult(_ -> event.run());
        } catch (DataAccessException | TransactionException e) {
            // It is refused in any case.
            log.warn("a refused request could not be audited: {}", String.valueOf(e.getMessage()));
        }
    }
}
