package dev.drover.faults.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Objects;

/** Defines classes of a class path anew, with changes; all others are the parent's, or as they are on that class path. */
final class WovenLoader extends URLClassLoader {
    private final List<Change> changes;

    WovenLoader(List<URL> classPath, ClassLoader parent, Change... changes) {
        super(classPath.toArray(URL[]::new), parent);
        this.changes = List.of(changes);
    }

    /** Linked and verified. */
    static Class<?> load(List<URL> classPath, Change change) {
        String name = change.owner().replace('/', '.');
        try (var loader = new WovenLoader(classPath, WovenLoader.class.getClassLoader(), change)) {
            Class<?> changed = loader.define(name);
            return Class.forName(name, true, changed.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(name + " is not there any more", e);
        }
    }

    private Class<?> define(String name) throws IOException, ClassNotFoundException {
        byte[] woven = new Weaver(this).weave(bytes(name), changes);
        return defineClass(name, woven, 0, woven.length);
    }

    private byte[] bytes(String name) throws IOException, ClassNotFoundException {
        try (InputStream found = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            return Objects.requireNonNull(found).readAllBytes();
        }
    }
}
