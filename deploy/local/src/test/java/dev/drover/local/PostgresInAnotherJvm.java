package dev.drover.local;

import java.nio.file.Path;

/** A program that runs a database on its argument's directory until it is killed. */
final class PostgresInAnotherJvm {

    private PostgresInAnotherJvm() {}

    static void main(String[] arguments) throws InterruptedException {
        EmbeddedPostgres postgres = new EmbeddedPostgres(Path.of(arguments[0]), 0);
        postgres.start();
        System.out.println(postgres.pid());
        Thread.currentThread().join();
    }
}
