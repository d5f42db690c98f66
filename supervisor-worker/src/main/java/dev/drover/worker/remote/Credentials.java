package dev.drover.worker.remote;

import dev.drover.worker.lifecycle.Secret;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a server may say again of the headers it got. */
final class Credentials {
    private Credentials() {}

    /** The values, and of {@code Bearer xyz} the second word too. */
    static List<Secret> in(Collection<Secret> headers) {
        return headers.stream()
                .flatMap(header -> Stream.concat(
                        Stream.of(header),
                        Stream.of(header.value().strip().split("\\s+", 2))
                                .skip(1)
                                .map(Secret::new)))
                .toList();
    }
}
