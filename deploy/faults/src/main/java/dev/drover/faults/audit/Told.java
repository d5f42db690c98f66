package dev.drover.faults.audit;

import dev.drover.faults.evidence.ServerRow;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whoever tells, by the log alone, what servers were at a moment, its millisecond included. */
public interface Told {

    /** All that there were, by id. */
    Map<Long, ServerRow> at(Instant moment) throws IOException;

    /** One of them; null: there was none. */
    @Nullable
    ServerRow at(Instant moment, long serverId) throws IOException;
}
