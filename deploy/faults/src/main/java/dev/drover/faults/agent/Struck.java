package dev.drover.faults.agent;

import java.io.Serial;

/** A fail point was armed to throw. The services take it for an error of their own, as they do a client's in a wrong state. */
public final class Struck extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    Struck(String point) {
        super("fail point " + point);
    }
}
