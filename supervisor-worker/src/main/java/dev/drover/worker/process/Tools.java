package dev.drover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs that containment is made of.
 *
 * @param init the first process of every tree
 */
record Tools(SearchPath path, Path init) {
    static Tools install(ProcessSettings settings, SearchPath path) throws IOException {
        Files.createDirectories(settings.packageCache());
        Path init = Script.install(Tools.class, "init.sh", settings.dataDir());
        return new Tools(new SearchPath(path.value() + ":" + SearchPath.DEFAULT), init);
    }

    /** Its absolute path, because a server's definition may set another PATH; the bare name if it is not there. */
    String find(String program) {
        return path.find(program).map(Path::toString).orElse(program);
    }
}
