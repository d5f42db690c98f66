package dev.drover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs that containment is made of.
 *
 * @param scripts the directory of {@code init.sh} and {@code server.sh}
 */
record Tools(SearchPath path, Path scripts) {
    private static final String INIT = "init.sh";
    private static final String SERVER = "server.sh";

    static Tools install(ProcessSettings settings, SearchPath path) throws IOException {
        Files.createDirectories(settings.packageCache());
        Script.install(Tools.class, INIT, settings.dataDir());
        Script.install(Tools.class, SERVER, settings.dataDir());
        return new Tools(new SearchPath(path.value() + ":" + SearchPath.DEFAULT), settings.dataDir());
    }

    /** The first process of every tree. */
    Path init() {
        return scripts.resolve(INIT);
    }

    /** Becomes the server, as the server's user. */
    Path server() {
        return scripts.resolve(SERVER);
    }

    /** Its absolute path, since this JVM's PATH need not be the one given; the bare name if it is not there. */
    String find(String program) {
        return path.find(program).map(Path::toString).orElse(program);
    }
}
