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
        if (isFixed(options)) {
            List<String> few = options.minutes() == 0 ? List.of() : Faults.few();
            return named(options.only().isEmpty() ? few : options.only());
        }
        List<Fault> all = new ArrayList<>(Faults.all());
        Collections.shuffle(all, new Random(options.seed()));
        return all;
    }

    /** Whether all of it is struck, however long that takes. */
    static boolean isFixed(Options options) {
        return !options.only().isEmpty() || options.minutes() <= Options.SHORT;
    }

    private static List<Fault> named(List<String> names) {
        return names.stream().map(Faults::named).toList();
    }
}
