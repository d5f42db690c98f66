package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Cause;
import dev.drover.worker.lifecycle.ErrorCode;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A server's process tree. Thread-safe; nothing here blocks but reading {@link #stdout} and writing {@link #stdin}. */
public interface ServerProcess extends ServerRun {
    /** Root of the tree as this host sees it. */
    long pid();

    OutputStream stdin();

    InputStream stdout();

    /** Once it has exited: the limit of a resource that it ran into, a sentence for the operator; null if none is known. */
    @Nullable
    String exceededLimit();

    @Override
    default Long processId() {
        return pid();
    }

    @Override
    default @Nullable Cause cause() {
        String limit = exceededLimit();
        return limit == null ? null : new Cause(ErrorCode.RESOURCE_LIMIT, limit);
    }
}
