package dev.drover.worker.remote;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer says before its body. */
public record Head(int status, HttpHeaders headers) {
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    boolean isRedirect() {
        return status >= 300 && status < 400 && headers.contains("location");
    }

    /** Of what was posted: it must not be posted again. */
    boolean isDone() {
        return status == 303;
    }

    boolean isError() {
        return status >= 400;
    }

    boolean isEventStream() {
        return contentType().startsWith("text/event-stream");
    }

    boolean isJson() {
        return contentType().startsWith("application/json");
    }

    String contentType() {
        String type = headers.get("content-type");
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }
}
