package dev.drover.faults.measure;

import java.util.List;

/** One kind of fault, struck some times. */
interface Part {
    String name();

    /** @param bench that is settled; it is left settled again */
    List<Figure> measure(Bench bench, int runs) throws Exception;
}
