package dev.drover.schemas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The platform user for whom a server is asked. Its text form shows nothing. */
public record UserContext(
        @Nullable String authToken, @Nullable String apiKey) {

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

    /** Whether it can be sent in a header. */
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** What names the user to a server: the first that is there. */
    public Optional<String> token() {
        return Stream.of(Optional.ofNullable(authToken), Optional.ofNullable(apiKey))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** What a server that takes such a token is sent, in place of its own headers of these names. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        token().ifPresent(token -> {
            headers.put("Authorization", "Bearer " + token);
            headers.put("X-User-Token", token);
        });
        return headers;
    }

    @Override
    public String toString() {
        return "a user's context";
    }
}
