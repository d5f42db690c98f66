package dev.drover.faults;

import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.StatusRow;
import dev.drover.schemas.message.Event;
import java.util.List;
import java.util.Map;

/**
 * All that is to be judged, as it was at about one moment.
 *
 * @param sightings by the witnesses, in the order of time
 * @param events those of a shard in their order
 * @param rows of the projection
 * @param outcomes of the projection: what it says that commands came to
 * @param views what the API says of each server
 * @param processes that bear a server's mark
 * @param incarnations of the workers that run
 */
record Evidence(
        List<Sighting> sightings,
        List<Event> events,
        Map<Long, StatusRow> rows,
        Map<String, String> outcomes,
        Map<Long, StatusRow> views,
        List<MarkedProcess> processes,
        Map<String, String> incarnations) {}
