package dev.drover.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The programs that containment is made of.
 *
 * @param init the first process of every tree
 */
record Tools(SearchPath path, Path init) {
    static Tools install(ProcessSettings settings, SearchPath path) throws IOException {
        Files.createDirectories(settings.dataDir());
        Files.createDirectories(settings.packageCache());
        Path init = settings.dataDir().resolve("init.sh");
        Path fresh = Files.createTempFile(settings.dataDir(), "init", ".sh");
        try (InputStream script = Objects.requireNonNull(Tools.class.getResourceAsStream("init.sh"))) {
            Files.copy(script, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, init, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Tools(new SearchPath(path.value() + ":" + SearchPath.DEFAULT), init);
    }

    /** Its absolute path, because a server's definition may set another PATH; the bare name if it is not there. */
    String find(String program) {
        return path.find(program).map(Path::toString).orElse(program);
    }
}
