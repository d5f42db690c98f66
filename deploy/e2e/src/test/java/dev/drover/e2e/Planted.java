package dev.drover.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.drover.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks for texts in all that a stack keeps: the files as bytes, and Kafka's records as a client reads them. */
record Planted(LocalStack stack) {

    /** Where a stack keeps what is its own; servers' own directories and the keys are not. */
    private static final List<String> KEPT = List.of("postgres", "kafka", "logs");

    /** Kafka's indexes hold numbers, in files of a size that is reserved beforehand. */
    private static final List<String> ONLY_NUMBERS = List.of(".index", ".timeindex");

    /** Each place in which one of the texts stands, with the text. */
    List<String> find(List<String> texts) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            find(file.toString(), bytes(file), texts, found);
        }
        KafkaLog log = new KafkaLog(stack.bootstrapServers());
        for (ConsumerRecord<String, byte[]> record : log.read(log.topics())) {
            String value = record.value() == null ? "" : new String(record.value(), ISO_8859_1);
            find(record.topic() + " at " + record.offset(), record.key() + value + headers(record), texts, found);
        }
        return found;
    }

    private static void find(String place, String content, List<String> texts, List<String> found) {
        texts.stream().filter(content::contains).forEach(text -> found.add(place + ": " + text));
    }

    private static String headers(ConsumerRecord<String, byte[]> record) {
        StringBuilder text = new StringBuilder();
        record.headers().forEach(header -> text.append(new String(header.value(), ISO_8859_1)));
        return text.toString();
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : KEPT) {
            try (Stream<Path> all = Files.walk(stack.data().resolve(name))) {
                all.filter(Files::isRegularFile)
                        .filter(file -> ONLY_NUMBERS.stream().noneMatch(file.toString()::endsWith))
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** One that is deleted meanwhile, as a segment of a log may be, holds nothing any more. */
    private static String bytes(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), ISO_8859_1) : "";
    }
}
