package dev.drover.api.access;

/** The platform's key, kept as a hash. */
public final class PlatformKey {
    private final Hash hash;

    public PlatformKey(String key) {
        this.hash = Hash.of(key);
    }

    boolean matches(Hash candidate) {
        return hash.matches(candidate);
    }
}
