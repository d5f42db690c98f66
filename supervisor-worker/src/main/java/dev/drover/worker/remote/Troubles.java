package dev.drover.worker.remote;

import dev.drover.worker.lifecycle.ErrorCode;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in the words of the contract why HTTP failed. */
final class Troubles {
    private static final int DEEPEST = 8;

    private Troubles() {}

    static RemoteFailure of(URI url, Throwable trouble) {
        if (trouble instanceof RemoteFailure known) {
            return known;
        }
        String where = RemoteServer.origin(url);
        if (find(trouble, AddressNotAllowed.class) instanceof AddressNotAllowed refused) {
            return new RemoteFailure(ErrorCode.URL_NOT_ALLOWED, String.valueOf(refused.getMessage()));
        }
        if (find(trouble, UnknownHostException.class) != null) {
            return new RemoteFailure(ErrorCode.HOST_NOT_FOUND, "There is no host " + url.getHost() + ".");
        }
        if (find(trouble, ConnectTimeoutException.class) != null) {
            return new RemoteFailure(ErrorCode.CONNECT_TIMEOUT, where + " did not take a connection in time.");
        }
        if (find(trouble, ConnectException.class) != null) {
            return new RemoteFailure(ErrorCode.CONNECTION_REFUSED, where + " refused the connection.");
        }
        if (find(trouble, SSLException.class) instanceof SSLException tls) {
            return new RemoteFailure(ErrorCode.TLS_FAILED, "No secure connection to " + where + ": " + last(tls));
        }
        if (find(trouble, DecoderException.class) != null || find(trouble, IllegalArgumentException.class) != null) {
            return new RemoteFailure(
                    ErrorCode.NOT_AN_MCP_SERVER, where + " does not answer as HTTP prescribes: " + last(trouble));
        }
        return new RemoteFailure(ErrorCode.CRASHED, where + " closed the connection before its answer was complete.");
    }

    private static @Nullable Throwable find(Throwable trouble, Class<? extends Throwable> kind) {
        Throwable cause = trouble;
        for (int i = 0; cause != null && i < DEEPEST; i++, cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    /** The innermost reason says most: such as which certificate. */
    private static String last(Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
