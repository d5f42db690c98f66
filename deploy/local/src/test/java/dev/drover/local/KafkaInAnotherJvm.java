package dev.drover.local;

import java.nio.file.Path;

/** A program that runs a broker on its argument's directory until it is killed. */
final class KafkaInAnotherJvm {

    private KafkaInAnotherJvm() {}

    static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = new EmbeddedKafka(Path.of(arguments[0]), 0);
        kafka.start();
        System.out.println(kafka.bootstrapServers());
        Thread.currentThread().join();
    }
}
