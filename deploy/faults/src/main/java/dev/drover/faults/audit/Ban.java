package dev.drover.faults.audit;

import dev.drover.faults.evidence.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * A time in which no process of some worker may live.
 *
 * @param incarnation null: whichever
 * @param from by the boot clock
 * @param to by the boot clock
 * @param reason why, for people
 */
public record Ban(String worker, @Nullable String incarnation, long from, long to, String reason) {

    boolean forbids(Sighting sighting) {
        return sighting.life().worker().equals(worker)
                && (incarnation == null || sighting.life().incarnation().equals(incarnation))
                && sighting.at() > from
                && sighting.at() < to;
    }
}
