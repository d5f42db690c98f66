package dev.drover.faults.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/** A runnable jar of this build, unpacked. */
final class PackagedService {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private PackagedService() {}

    /** The class path that it runs with. */
    static List<URL> unpack(String module, Path directory) throws IOException {
        List<URL> classPath = new ArrayList<>();
        classPath.add(url(Files.createDirectories(directory.resolve(CLASSES))));
        try (var jar = new JarInputStream(Files.newInputStream(jar(module)))) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                if (!entry.isDirectory() && entry.getName().startsWith("BOOT-INF/")) {
                    Path file = keep(jar, directory.resolve(entry.getName()));
                    if (entry.getName().startsWith(LIBRARIES)) {
                        classPath.add(url(file));
                    }
                }
            }
        }
        return classPath;
    }

    private static Path keep(InputStream content, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
        return file;
    }

    private static Path jar(String module) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches(module + "-.*-exec\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No runnable " + module + " on the class path"));
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
