package dev.drover.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Rows that are read in every request, remembered until a change is heard of. What is not there is not remembered, so
 * that nobody fills the memory with what he makes up. Any thread.
 */
final class Remembered<V> {
    private static final int MOST = 10_000;

    private final AccessChanges changes;
    private final Function<Long, Optional<V>> read;
    private final Cache<Long, Entry<V>> entries =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Entry<V>(long epoch, V value) {}

    Remembered(AccessChanges changes, Function<Long, Optional<V>> read) {
        this.changes = changes;
        this.read = read;
    }

    Optional<V> find(long id) {
        // Before anything is read: a change between the two then makes what is read belong to the past.
        OptionalLong epoch = changes.epoch();
        Entry<V> known = entries.getIfPresent(id);
        if (known != null && epoch.isPresent() && known.epoch() == epoch.getAsLong()) {
            return Optional.of(known.value());
        }
        Optional<V> found = read.apply(id);
        if (found.isPresent() && epoch.isPresent()) {
            entries.put(id, new Entry<>(epoch.getAsLong(), found.get()));
        }
        return found;
    }
}
