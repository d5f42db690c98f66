package dev.drover.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server from npm as a remote one: a process that nobody manages, which may end and come again. */
final class HttpServerProcess implements AutoCloseable {

    private final List<String> command;
    private final String path;
    private final int port;
    private Process process;

    private HttpServerProcess(String path, String... command) {
        this.command = List.of(command);
        this.path = path;
        this.port = freePort();
        this.process = spawn();
    }

    static HttpServerProcess streamable() {
        return new HttpServerProcess("/mcp", "node", NpmServers.program("everything"), "streamableHttp");
    }

    static HttpServerProcess sse() {
        return new HttpServerProcess("/sse", "node", NpmServers.program("everything"), "sse");
    }

    /** Of the newest protocol revision only. */
    static HttpServerProcess modern() {
        return new HttpServerProcess("/mcp", "node", NpmServers.modern());
    }

    String url() {
        return "http://127.0.0.1:" + port + path;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process spawn() {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        try {
            Process spawned = builder.start();
            Awaitility.await().atMost(ManagedServer.PATIENCE).until(this::listens);
            return spawned;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void comeBack() {
        process = spawn();
    }

    /** At once, as by SIGKILL. */
    void end() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        end();
    }
}
