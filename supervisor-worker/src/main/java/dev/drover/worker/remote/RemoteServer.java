package dev.drover.worker.remote;

import dev.drover.schemas.UserContext;
import dev.drover.worker.lifecycle.Cause;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.Masking;
import dev.drover.worker.supervision.ServerRun;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * A run of a server elsewhere: HTTP requests with the headers of its definition, until it is ended from here or found to be
 * out of reach. Redirects are followed within its origin only: the headers are meant for nobody else. Thread-safe.
 */
public final class RemoteServer implements ServerRun {
    /** What one message of an answer may have: more is not read. */
    public static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private static final int READ_OF_AN_ERROR = 64 * 1024;
    private static final int SHOWN_OF_AN_ERROR = 500;
    private static final int MOST_REDIRECTS = 5;
    private static final Duration POLITENESS = Duration.ofMillis(800);

    private final RunId run;
    private final Endpoint.Remote endpoint;
    private final URI url;
    private final SslContext security;
    private final HttpClient client;
    private final boolean isHeardUnasked;
    private final Masking masking;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Set<RemoteServer> users = ConcurrentHashMap.newKeySet();
    private volatile Endpoint.Transport transport;
    private volatile boolean isStateless;
    private volatile @Nullable Cause cause;
    private volatile Mono<Void> farewell = Mono.empty();

    RemoteServer(RunId run, Endpoint.Remote endpoint, HttpClient client, SslContext security) {
        this(run, endpoint, client, security, true);
    }

    private RemoteServer(
            RunId run, Endpoint.Remote endpoint, HttpClient client, SslContext security, boolean isHeardUnasked) {
        this.run = run;
        this.endpoint = endpoint;
        this.url = URI.create(endpoint.url());
        this.security = security;
        this.client = Tls.secure(client, security);
        this.isHeardUnasked = isHeardUnasked;
        this.transport = endpoint.transport();
        this.masking = Masking.of(Credentials.in(endpoint.headers().values()));
    }

    /**
     * The same server, asked in the name of a user.
     *
     * @param own has connections that nobody else uses
     * @param onEnd closes them
     */
    RemoteServer inTheNameOf(Secret userToken, HttpClient own, Runnable onEnd) {
        Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(endpoint.headers());
        new UserContext(userToken.value(), null)
                .headers()
                .forEach((name, value) -> headers.put(name, new Secret(value)));
        RemoteServer user = new RemoteServer(run, endpoint.with(headers), own, security, false);
        user.transport = transport;
        user.isStateless = isStateless;
        users.add(user);
        var _ = user.exit.thenAccept(ended -> {
            users.remove(user);
            onEnd.run();
        });
        if (exit.isDone()) {
            user.kill();
        }
        return user;
    }

    public RunId run() {
        return run;
    }

    public URI url() {
        return url;
    }

    public Endpoint.Transport transport() {
        return transport;
    }

    /** What it is found to speak, where the definition leaves it open; so whoever comes after need not try. */
    public void speaks(Endpoint.Transport found) {
        transport = found;
    }

    /** Whether its revision of MCP is known to have no sessions; so whoever comes after need not try. */
    public boolean isStateless() {
        return isStateless;
    }

    public void knowsNoSessions() {
        isStateless = true;
    }

    /** Whether anybody listens to what it says unasked; not where it is asked one thing for one user. */
    public boolean isHeardUnasked() {
        return isHeardUnasked;
    }

    /** Scheme, host and port. */
    static String origin(URI url) {
        return "%s://%s:%d".formatted(scheme(url), url.getHost(), port(url));
    }

    private static String scheme(URI url) {
        return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : scheme(url).equals("https") ? 443 : 80;
    }

    /** Whether what is meant for this server may be sent there. */
    public boolean isOwn(URI other) {
        return other.getHost() != null && origin(other).equalsIgnoreCase(origin(url));
    }

    /**
     * Sends a request when subscribed to; cancelling gives it up. Its errors are {@link RemoteFailure} and {@link TooLarge}.
     *
     * @param onHead told of a good answer before its body
     */
    public Flux<Event> exchange(Request request, Consumer<Head> onHead) {
        return exchange(request, onHead, 0);
    }

    private Flux<Event> exchange(Request request, Consumer<Head> onHead, int redirects) {
        return client.headers(headers -> {
                    endpoint.headers().forEach((name, value) -> headers.set(name, value.value()));
                    request.headers().forEach(headers::set);
                })
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.url())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())))
                .response((response, body) -> answer(request, head(response), body, onHead, redirects))
                .onErrorMap(e -> !(e instanceof TooLarge), e -> Troubles.of(request.url(), e));
    }

    private static Head head(HttpClientResponse response) {
        return new Head(response.status().code(), response.responseHeaders());
    }

    private Flux<Event> answer(Request request, Head head, ByteBufFlux body, Consumer<Head> onHead, int redirects) {
        if (head.isDone() && request.method().equals("POST")) {
            return Flux.error(new RemoteFailure(
                    ErrorCode.REDIRECTED,
                    origin(url) + " answers 303: it has done what was posted, and does not say what came of it."));
        }
        if (head.isRedirect()) {
            return redirected(request, String.valueOf(head.header("location")), onHead, redirects);
        }
        if (head.isError()) {
            return Bodies.whole(body, READ_OF_AN_ERROR)
                    .onErrorReturn(TooLarge.class, "")
                    .defaultIfEmpty("")
                    .flatMapMany(text -> Flux.error(refusal(head, text)));
        }
        onHead.accept(head);
        if (request.expected() == Request.Expected.NOTHING || head.status() != 200) {
            return body.thenMany(Flux.empty());
        }
        if (head.isEventStream()) {
            return Bodies.events(body);
        }
        if (head.isJson() && request.expected() == Request.Expected.MESSAGES) {
            return Bodies.whole(body, LARGEST_MESSAGE)
                    .map(text -> new Event("message", text, null))
                    .flux();
        }
        return Flux.error(new RemoteFailure(
                ErrorCode.NOT_AN_MCP_SERVER,
                "%s answers with %s, which is not MCP."
                        .formatted(
                                origin(url), head.contentType().isEmpty() ? "no content type" : head.contentType())));
    }

    private Flux<Event> redirected(Request request, String location, Consumer<Head> onHead, int redirects) {
        URI target;
        try {
            target = request.url().resolve(location);
        } catch (IllegalArgumentException e) {
            return Flux.error(new RemoteFailure(ErrorCode.REDIRECTED, origin(url) + " redirects to no URL."));
        }
        if (!isOwn(target) || redirects == MOST_REDIRECTS) {
            String why = isOwn(target)
                    ? origin(url) + " redirects more than " + MOST_REDIRECTS + " times."
                    : "%s redirects to %s, which does not get the headers meant for it."
                            .formatted(origin(url), target.getHost() == null ? "no host" : origin(target));
            return Flux.error(new RemoteFailure(ErrorCode.REDIRECTED, why));
        }
        return exchange(request.to(target), onHead, redirects + 1);
    }

    private RemoteFailure refusal(Head head, String text) {
        boolean isUnauthorized = head.status() == 401 || head.status() == 403;
        boolean isRefusal = head.status() < 500;
        ErrorCode code = isUnauthorized
                ? ErrorCode.UNAUTHORIZED
                : isRefusal ? ErrorCode.NOT_AN_MCP_SERVER : ErrorCode.HANDSHAKE_FAILED;
        String said = text.isBlank() || text.length() > SHOWN_OF_AN_ERROR ? "" : ": " + masked(text.strip());
        return new RemoteFailure(
                code, "%s answers %d%s".formatted(origin(url), head.status(), said), head.status(), text);
    }

    /** @param last what is said to the server when it is stopped in good order */
    public void farewell(Mono<Void> last) {
        farewell = last;
    }

    /** It is out of reach: the run is over. */
    public void lost(RemoteFailure failure) {
        cause = new Cause(failure.code(), failure.reason());
        end();
    }

    private void end() {
        exit.complete(new Exit(null, null));
        users.forEach(RemoteServer::kill);
    }

    @Override
    public @Nullable Long processId() {
        return null;
    }

    @Override
    public List<String> stderrTail(int lines) {
        return List.of();
    }

    @Override
    public @Nullable Cause cause() {
        return cause;
    }

    @Override
    public String masked(String text) {
        return masking.mask(text);
    }

    @Override
    public void closeStdin() {
        farewell.timeout(POLITENESS)
                .onErrorComplete()
                .doFinally(signal -> end())
                .subscribe();
    }

    @Override
    public void terminate() {
        end();
    }

    @Override
    public void kill() {
        end();
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return exit.copy();
    }
}
