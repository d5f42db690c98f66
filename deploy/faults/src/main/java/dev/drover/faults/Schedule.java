package dev.drover.faults;

import dev.drover.faults.fault.Fault;
import dev.drover.faults.fault.Faults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults are struck, in which order: the same for the same options. */
final class Schedule {

    private Schedule() {}

    static List<Fault> of(Options options) {
        if (!options.only().isEmpty()) {
            return named(options.only());
        }
        if (options.minutes() <= Options.SHORT) {
            return named(Faults.few());
        }
        List<Fault> all = new ArrayList<>(Faults.all());
        Collections.shuffle(all, new Random(options.seed()));
        return all;
    }

    private static List<Fault> named(List<String> names) {
        return names.stream().map(Faults::named).toList();
    }
}
