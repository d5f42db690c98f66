package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.ServerCrashed;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerError;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.StartReason;
import java.util.Arrays;
import java.util.List;

/** Bodies of events that the tests write. */
final class Bodies {
    private Bodies() {}

    static ServerDefined defined() {
        return ServerDefined.newBuilder().setName("files").setDigest("d1").build();
    }

    static ServerStarting starting(StartReason reason) {
        return new ServerStarting(reason, 1);
    }

    static ServerStarted started(long pid, int restarts) {
        return ServerStarted.newBuilder()
                .setPid(pid)
                .setProtocolVersion("2025-11-25")
                .setServerName("everything")
                .setServerVersion("2.0")
                .setCapabilities("{\"tools\":{}}")
                .setTookMs(120)
                .setRestarts(restarts)
                .build();
    }

    static ServerError error(String message) {
        return ServerError.newBuilder()
                .setCode("CRASHED")
                .setMessage(message)
                .setExitCode(3)
                .setStderrTail(List.of("boom"))
                .setOccurredAt(Shard.START)
                .build();
    }

    static ServerCrashed crashed() {
        return new ServerCrashed(error("It ended by itself."), Shard.START.plusSeconds(99));
    }

    static CatalogueChanged tools(String digest, String... names) {
        String content = "["
                + String.join(
                        ",",
                        Arrays.stream(names).map("{\"name\":\"%s\"}"::formatted).toList()) + "]";
        return CatalogueChanged.newBuilder()
                .setKind(CatalogueKind.TOOLS)
                .setDigest(digest)
                .setCount(names.length)
                .setNames(List.of(names))
                .setContent(content)
                .build();
    }

    static CommandSucceeded succeeded() {
        return new CommandSucceeded(true);
    }
}
