package dev.drover.faults.agent;

import static java.util.stream.Collectors.groupingBy;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes classes as the JVM loads them. One that cannot be changed as it should be ends the JVM: nothing would fail in it. */
final class Weaving implements ClassFileTransformer {
    private static final int SOFTWARE_ERROR = 70;

    private final Map<String, List<Change>> changes;

    Weaving(List<Change> changes) {
        this.changes = changes.stream().collect(groupingBy(Change::owner));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] original) {
        List<Change> wanted = name == null ? null : changes.get(name);
        if (wanted == null || loader == null) {
            return null;
        }
        try {
            return new Weaver(loader).weave(original, wanted);
        } catch (RuntimeException e) {
            System.err.println("The agent cannot change " + name + ": " + e);
            Runtime.getRuntime().halt(SOFTWARE_ERROR);
            throw e;
        }
    }
}
