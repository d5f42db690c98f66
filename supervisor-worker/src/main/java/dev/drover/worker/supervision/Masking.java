package dev.drover.worker.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;

import dev.drover.worker.lifecycle.Secret;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hides a definition's secrets in what its server says.
 *
 * @param secrets the longest first, because one may contain another
 */
public record Masking(List<String> secrets) {
    private static final int SHORTEST_SECRET = 4;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A secret of several lines shows line by line, and in JSON with its quotes escaped. */
    public static Masking of(Collection<Secret> secrets) {
        return new Masking(secrets.stream()
                .flatMap(secret -> secret.value().lines())
                .map(String::strip)
                .filter(text -> text.length() >= SHORTEST_SECRET)
                .flatMap(text -> Stream.of(text, inJson(text)))
                .distinct()
                .sorted(comparingInt(String::length).reversed())
                .toList());
    }

    private static String inJson(String text) {
        String quoted = JSON.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    public int longestInBytes() {
        return secrets.isEmpty() ? 0 : secrets.getFirst().getBytes(UTF_8).length;
    }

    public String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, Secret.MASK);
        }
        return masked;
    }
}
