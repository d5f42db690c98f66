package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.mcp.LineReader.Line;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import dev.drover.worker.supervision.ServerProcess;
import dev.drover.worker.supervision.TokenBucket;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The MCP stdio transport over a {@link ServerProcess}. Two platform daemon threads (a blocking read or write of a pipe
 * would hold a virtual thread's carrier), which end with the process.
 */
final class StdioTransport implements SessionTransport {
    static final int LONGEST_LINE = 16 * 1024 * 1024;

    /** Of what nobody waits for: so that one that floods its stdout waits for its full pipe, and costs no neighbour. */
    static final long BYTES_PER_SECOND = 4 * 1024 * 1024;

    /** An answer that is too large twice over does not hold up the next one. */
    private static final long BURST = 2L * LONGEST_LINE;

    /** What a short line counts as: it costs a look, however short it is. */
    private static final int LEAST_COST = 4 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);
    private static final int STACK = 256 * 1024;
    /** What a process wrote before it ended may still lie in its pipe. */
    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private final RunId run;
    private final ServerProcess process;
    private final StdinWriter stdin;
    private final SkippedLines skipped;
    private final MessageLog messages;
    private final TokenBucket pace = new TokenBucket(BYTES_PER_SECOND, BURST, System.nanoTime());
    private final Conversation conversation;

    /**
     * @param notifications the methods of those that are passed on; others are ignored
     * @param isDebugged whether messages are logged from the beginning
     */
    StdioTransport(RunId run, ServerProcess process, Set<String> notifications, boolean isDebugged) {
        this.run = run;
        this.process = process;
        conversation = new Conversation(run, notifications, process::masked, id -> {});
        stdin = new StdinWriter(process.stdin(), () -> endSoon("The server has closed its stdin."));
        skipped = new SkippedLines(run, process::masked);
        messages = new MessageLog(run, process::masked, isDebugged);
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        conversation.begin(handler);
        Thread.ofPlatform()
                .daemon()
                .name("mcp-stdout-%d-%d".formatted(run.serverId(), run.run()))
                .stackSize(STACK)
                .start(this::read);
        var _ = process.exit().thenAccept(exit -> endSoon("The server " + exit + "."));
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.deferContextual(context -> {
            if (message instanceof JSONRPCRequest request) {
                send(request, context.getOrDefault(TIMEOUT, null));
            } else {
                offer(message);
            }
            return Mono.empty();
        });
    }

    private void send(JSONRPCRequest request, @Nullable Duration timeout) {
        conversation.await(request, timeout, this::offer);
        if (!conversation.hasEnded() && !offer(request)) {
            conversation.fail(request.id(), new McpFailure(Reason.TIMEOUT, "The server does not read its stdin."));
        }
    }

    private boolean offer(JSONRPCMessage message) {
        byte[] line = Wire.encode(message);
        messages.sent(line);
        return stdin.offer(line);
    }

    @Override
    public void debug(boolean enabled) {
        messages.enable(enabled);
    }

    /** The same lines. */
    @Override
    public void beStateless() {}

    private void read() {
        LineReader lines = new LineReader(process.stdout(), LONGEST_LINE, pace::pace);
        try {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (!receive(line)) {
                    pace.pace(Math.max(line.size(), LEAST_COST));
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: stdout was closed", run, e);
        } finally {
            end("The server has closed its stdout.");
            skipped.logCount();
        }
    }

    /** Whether it is what somebody waits for: anything else is let through at a bounded pace only. */
    private boolean receive(Line line) {
        if (conversation.hasEnded()) {
            return false;
        }
        if (line.size() > LONGEST_LINE) {
            LOG.warn("{} printed a line of more than {} bytes, which is skipped", run, LONGEST_LINE);
            conversation.failAll(Conversation.tooLarge(LONGEST_LINE));
            return false;
        }
        JSONRPCMessage message = Wire.decode(line.text());
        if (message == null) {
            skipped.add(line.text());
            return false;
        }
        messages.received(line.text());
        return conversation.receive(message, line.size());
    }

    private void endSoon(String why) {
        Schedulers.parallel().schedule(() -> end(why), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(String why) {
        conversation.end(new McpFailure(Reason.EXITED, why));
        stdin.close();
    }

    @Override
    public boolean hasEnded() {
        return conversation.hasEnded();
    }

    @Override
    public void close() {
        end("The session was closed.");
    }
}
