package dev.drover.api.outbox;

import org.slf4j.Logger;

/** Says once that something is out of order, and once that it is over. Used by one thread. */
final class Outage {
    private final Logger log;
    private final String consequence;
    private boolean lasts;

    Outage(Logger log, String consequence) {
        this.log = log;
        this.consequence = consequence;
    }

    void began(Exception cause) {
        if (!lasts) {
            log.warn("{}: {}; trying again until it works", consequence, cause.toString());
            lasts = true;
        }
    }

    void ended() {
        if (lasts) {
            log.info("no longer true: {}", consequence);
            lasts = false;
        }
    }
}
