package dev.drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.Callback;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.StateRecord;
import dev.drover.schemas.message.WorkerHeartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every message reads every other. After changing a message, run {@code mvn -pl schemas test
 * -Ddrover.schemas.record=true} once: it adds the new version to the history.
 */
class SchemaCompatibilityTest {
    private static final Path HISTORY = Path.of("src/main/avro/history");

    static Stream<Schema> messages() {
        return Stream.of(
                Command.SCHEMA$,
                Event.SCHEMA$,
                StateRecord.SCHEMA$,
                LeaseRecord.SCHEMA$,
                Reply.SCHEMA$,
                WorkerHeartbeat.SCHEMA$,
                Callback.SCHEMA$,
                ApiEvent.SCHEMA$);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theNewestVersionInTheHistoryIsTheCurrentOne(Schema current) throws IOException {
        List<Schema> versions = SchemaHistory.of(current.getFullName());
        if (Boolean.getBoolean("drover.schemas.record") && !versions.contains(current)) {
            record(current, versions.size() + 1);
            return;
        }
        assertThat(versions)
                .as("%s has changed: record its new version (see this test's class comment)", current.getName())
                .endsWith(current);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyVersionReadsEveryOther(Schema current) throws SchemaValidationException {
        SchemaValidator validator =
                new SchemaValidatorBuilder().mutualReadStrategy().validateAll();
        List<Schema> versions = SchemaHistory.of(current.getFullName());
        for (Schema version : versions) {
            validator.validate(version, versions);
        }
        validator.validate(current, versions);
    }

    /** Avro would not mind: it takes a record of an unknown name for the first of a union that has no more fields. */
    @ParameterizedTest
    @MethodSource("messages")
    void noTypeOfBodyIsEverTakenAway(Schema current) {
        for (Schema version : SchemaHistory.of(current.getFullName())) {
            assertThat(bodies(current)).containsAll(bodies(version));
        }
    }

    private static List<String> bodies(Schema message) {
        Schema.Field body = message.getField("body");
        return body == null
                ? List.of()
                : body.schema().getTypes().stream().map(Schema::getFullName).toList();
    }

    @Test
    void everyFileOfTheHistoryIsInItsIndex() throws IOException {
        try (Stream<Path> files = Files.list(HISTORY)) {
            assertThat(Files.readAllLines(HISTORY.resolve("index")))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".avsc"))
                                    .toList());
        }
    }

    private static void record(Schema schema, int version) throws IOException {
        String file = schema.getName() + "." + version + ".avsc";
        Files.writeString(HISTORY.resolve(file), SchemaFormatter.format("json/pretty", schema) + "\n");
        Path index = HISTORY.resolve("index");
        Files.writeString(index, Files.readString(index) + file + "\n");
    }
}
