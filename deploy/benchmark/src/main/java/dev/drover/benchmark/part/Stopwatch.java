package dev.drover.benchmark.part;

/** How long something took. */
final class Stopwatch {
    private final long begin = System.nanoTime();

    interface Work {
        void run() throws Exception;
    }

    private Stopwatch() {}

    static Stopwatch start() {
        return new Stopwatch();
    }

    double millis() {
        return (System.nanoTime() - begin) / 1e6;
    }

    double seconds() {
        return millis() / 1e3;
    }

    static double millis(Work work) throws Exception {
        Stopwatch watch = start();
        work.run();
        return watch.millis();
    }
}
