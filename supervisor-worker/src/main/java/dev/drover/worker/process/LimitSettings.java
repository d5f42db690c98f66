package dev.drover.worker.process;

/**
 * What one server may use; 0: as much as it likes.
 *
 * @param memory bytes
 * @param processes and threads of its tree
 * @param openFiles of each of its processes
 */
public record LimitSettings(long memory, long processes, long openFiles) {
    public static final LimitSettings NONE = new LimitSettings(0, 0, 0);

    long of(Resource resource) {
        return switch (resource) {
            case MEMORY -> memory;
            case PROCESSES -> processes;
            case OPEN_FILES -> openFiles;
        };
    }
}
