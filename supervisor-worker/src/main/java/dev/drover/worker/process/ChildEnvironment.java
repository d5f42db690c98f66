package dev.drover.worker.process;

import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's environment, built and not inherited. Of the worker's own only what is listed here reaches a server:
 * nothing that holds its keys and passwords.
 *
 * @param worker the worker's environment
 */
record ChildEnvironment(ProcessSettings settings, Map<String, String> worker) {
    private static final Logger log = LoggerFactory.getLogger(ChildEnvironment.class);

    /** How a server reaches the network from here. */
    static final List<String> NETWORK =
            List.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy");

    /** What package runners need beside that to download; the first costs every start of node 45 ms. */
    static final List<String> PACKAGES = List.of(
            "NODE_EXTRA_CA_CERTS",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "npm_config_cafile",
            "npm_config_registry",
            "UV_DEFAULT_INDEX",
            "UV_INDEX_URL");

    /** {@code user@} before a host, with a scheme or, as of a proxy, without. */
    private static final Pattern USER_INFO = Pattern.compile("://\\S*@|^[^/\\s]*@");

    private static final Set<String> PACKAGE_RUNNERS = Set.of("npx", "npm", "uvx", "uv");

    /** Says which of the worker's variables servers would have, if these did not hold credentials. */
    static ChildEnvironment ofWorker(ProcessSettings settings, Map<String, String> worker) {
        Stream.of(NETWORK, PACKAGES)
                .flatMap(List::stream)
                .filter(name -> hasUserInfo(worker.getOrDefault(name, "")))
                .forEach(name -> log.warn(
                        "{} is not passed on to servers: its URL names a user or a password, which any tenant could read",
                        name));
        return new ChildEnvironment(settings, worker);
    }

    SearchPath path() {
        return new SearchPath(worker.getOrDefault("PATH", SearchPath.DEFAULT));
    }

    /** Of the programs around a server: nothing in it is the definition's. The mark finds these, too. */
    Map<String, String> ofContainment(long serverId, WorkDirectory directory, Mark mark) {
        Map<String, String> environment = new HashMap<>(mark.variables());
        environment.put("DROVER_SERVER_ID", Long.toString(serverId));
        environment.put("HOME", directory.home().toString());
        environment.put("PATH", path().value());
        environment.put("LANG", lang());
        return environment;
    }

    private String lang() {
        return worker.getOrDefault("LANG", "C.UTF-8");
    }

    /** The definition's own variables win over all others but the mark, by which its processes are found. */
    Map<String, String> of(Endpoint.Stdio endpoint, long serverId, long appId, WorkDirectory directory, Mark mark) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path().value());
        environment.put("LANG", lang());
        environment.put("HOME", directory.home().toString());
        environment.put("TMPDIR", directory.tmp().toString());
        environment.put("PWD", start(directory).toString());
        environment.put("DROVER_SERVER_ID", Long.toString(serverId));
        environment.put("DROVER_APP_ID", Long.toString(appId));
        packageTools(environment, directory);
        router(endpoint, environment);
        passOn(NETWORK, environment);
        if (PACKAGE_RUNNERS.contains(
                endpoint.command().substring(endpoint.command().lastIndexOf('/') + 1))) {
            passOn(PACKAGES, environment);
        }
        endpoint.env().forEach((name, secret) -> environment.put(name, secret.value()));
        environment.putAll(mark.variables());
        return environment;
    }

    /** Only a server that has a credential for it. */
    private void router(Endpoint.Stdio endpoint, Map<String, String> environment) {
        URI url = settings.routerUrl();
        if (url != null && endpoint.env().containsKey(Definition.ROUTER_TOKEN)) {
            String base = url.toString().replaceFirst("/+$", "");
            environment.put("DROVER_ROUTER_URL", base);
            environment.put("DROVER_CALLBACK_URL", base + "/callback");
        }
    }

    /** Where a server starts: in its own directory; where that stays the worker's, in its home. */
    Path start(WorkDirectory directory) {
        return settings.runAs() == null ? directory.path() : directory.home();
    }

    private void packageTools(Map<String, String> environment, WorkDirectory directory) {
        // What one user may write, and another runs, would be a way from one server into the other.
        Path cache = settings.runAs() == null
                ? settings.packageCache()
                : directory.home().resolve(".package-cache");
        environment.put("UV_CACHE_DIR", cache.resolve("uv").toString());
        environment.put("npm_config_cache", cache.resolve("npm").toString());
        environment.put("npm_config_update_notifier", "false");
        environment.put("npm_config_fund", "false");
        environment.put("npm_config_audit", "false");
        // A server's HOME is not the worker's, where the operator's own settings of npm are.
        Path npmrc = Path.of(worker.getOrDefault("HOME", "/"), ".npmrc");
        if (settings.runAs() == null && Files.isReadable(npmrc)) {
            environment.put("npm_config_userconfig", npmrc.toString());
        }
    }

    private void passOn(List<String> names, Map<String, String> environment) {
        for (String name : names) {
            String value = worker.get(name);
            if (value != null && !hasUserInfo(value)) {
                environment.put(name, value);
            }
        }
    }

    /** What {@code https://user:password@host} logs in with is the operator's; as it is, or in a list of {@code name=URL}. */
    private static boolean hasUserInfo(String value) {
        return USER_INFO.matcher(value).find();
    }
}
