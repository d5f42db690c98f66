package dev.drover.api;

import dev.drover.api.limit.QuotaSettings;
import dev.drover.schemas.address.AllowedHosts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service; {@code drover.platform-key} is {@code DROVER_PLATFORM_KEY} in the environment, and so on.
 *
 * @param platformKey the key that sees every app; there is no default
 * @param publicKeyset the file with which secrets are sealed for the workers, made by {@code keyset create}; there is no
 *     default
 * @param failedAuthenticationsPerMinute requests with a wrong credential from one address, after which it gets 429; 0: no
 *     limit
 * @param callbacksPerMinute of each MCP server; 0: no limit; each replica counts for itself
 * @param allowedCommands what a definition's {@code command} may be, compared as written; {@code *} allows all
 * @param allowedUrlHosts hosts that are not public and at which remote servers may be: names, addresses, networks
 */
@ConfigurationProperties(prefix = ApiSettings.PREFIX, ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("") String platformKey,
        @Nullable Path publicKeyset,
        @DefaultValue("30") int failedAuthenticationsPerMinute,
        @DefaultValue("60") int callbacksPerMinute,

        @DefaultValue({"npx", "node", "uvx", "python", "python3"})
        List<String> allowedCommands,

        @DefaultValue List<String> allowedUrlHosts,
        @DefaultValue TopicSettings topics,
        @DefaultValue AppQuotas quotas) {
    static final String PREFIX = "drover";

    public ApiSettings {
        if (platformKey.isBlank()) {
            throw new UnusableSetting(
                    "DROVER_PLATFORM_KEY (drover.platform-key) is not set: set it to a long random text; with it the"
                            + " platform calls this service, and there is no default.");
        }
        if (!platformKey.equals(platformKey.strip())) {
            throw new UnusableSetting("DROVER_PLATFORM_KEY (drover.platform-key) begins or ends with white space.");
        }
        if (failedAuthenticationsPerMinute < 0) {
            throw new UnusableSetting("DROVER_FAILED_AUTHENTICATIONS_PER_MINUTE"
                    + " (drover.failed-authentications-per-minute) must be 0 or more.");
        }
        if (callbacksPerMinute < 0) {
            throw new UnusableSetting("DROVER_CALLBACKS_PER_MINUTE (drover.callbacks-per-minute) must be 0 or more.");
        }
        allowedCommands = allowedCommands.stream()
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList();
        var _ = allowedHosts(allowedUrlHosts);
    }

    AllowedHosts allowedHosts() {
        return allowedHosts(allowedUrlHosts);
    }

    private static AllowedHosts allowedHosts(List<String> entries) {
        try {
            return AllowedHosts.of(entries);
        } catch (IllegalArgumentException e) {
            throw new UnusableSetting("DROVER_ALLOWED_URL_HOSTS (drover.allowed-url-hosts): " + e.getMessage());
        }
    }

    @Override
    public Path publicKeyset() {
        if (publicKeyset == null) {
            throw new UnusableSetting("DROVER_PUBLIC_KEYSET (drover.public-keyset) is not set: name the file with which"
                    + " secrets are sealed for the workers. Make it, with the one for the workers, once for the"
                    + " installation: java -jar WORKER.jar keyset create PRIVATE PUBLIC");
        }
        return publicKeyset;
    }

    /**
     * What one app may have; 0: no limit.
     *
     * @param servers that are defined
     * @param running servers that should run, and trials
     * @param commandsPerMinute queries included; each replica counts for itself
     */
    public record AppQuotas(
            @DefaultValue("500") int servers,
            @DefaultValue("200") int running,
            @DefaultValue("6000") int commandsPerMinute) {
        public AppQuotas {
            if (servers < 0 || running < 0 || commandsPerMinute < 0) {
                throw new UnusableSetting("DROVER_QUOTAS_SERVERS, DROVER_QUOTAS_RUNNING and"
                        + " DROVER_QUOTAS_COMMANDS_PER_MINUTE (drover.quotas.…) must be 0 or more.");
            }
        }

        QuotaSettings toQuotas() {
            return new QuotaSettings(servers, running, commandsPerMinute);
        }
    }

    /** @param replicationFactor copies of each record in the topics that this service creates; -1: the brokers' default */
    public record TopicSettings(@DefaultValue("-1") short replicationFactor) {
        public TopicSettings {
            if (replicationFactor < 1 && replicationFactor != -1) {
                throw new UnusableSetting(
                        "DROVER_TOPICS_REPLICATION_FACTOR (drover.topics.replication-factor) must be 1 or more, or -1.");
            }
        }
    }

    /** The platform key is not for logs. */
    @Override
    public String toString() {
        return "ApiSettings[failedAuthenticationsPerMinute=" + failedAuthenticationsPerMinute
                + ", callbacksPerMinute=" + callbacksPerMinute + ", allowedCommands="
                + allowedCommands + ", allowedUrlHosts=" + allowedUrlHosts + ", topics=" + topics + ", quotas=" + quotas
                + "]";
    }
}
