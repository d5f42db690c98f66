package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** A server's own program calls back, with what it found in its environment. */
@OnSharedStack
class RouterE2E {

    @Test
    void aServerCallsBackWithItsOwnToken(Api api, LocalStack stack) {
        ManagedServer server = ManagedServer.running(api, Definitions.small("calls-back"));
        await().atMost(ManagedServer.PATIENCE)
                .untilAsserted(
                        () -> assertThat(server.get("/logs").path("lines").toString())
                                .contains("called back with ***: 202, sees servers: 200"));

        AvroTopic callbacks = AvroTopic.of("Callback");
        String id = Long.toString(server.id());
        await().atMost(ManagedServer.PATIENCE)
                .untilAsserted(() -> assertThat(new KafkaLog(stack.bootstrapServers()).read("mcp.callbacks"))
                        .filteredOn(record -> record.key().equals(id))
                        .singleElement()
                        .satisfies(record -> {
                            GenericRecord callback = callbacks.decode(record.value());
                            assertThat(callback.get("event").toString()).isEqualTo("started");
                            assertThat(callback.get("payload").toString()).startsWith("{\"pid\":");
                        }));
        server.stop().remove();
    }
}
