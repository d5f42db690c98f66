package dev.drover.api;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service; {@code drover.platform-key} is {@code DROVER_PLATFORM_KEY} in the environment, and so on.
 *
 * @param platformKey the key that sees every app; there is no default
 * @param allowedCommands what a definition's {@code command} may be, compared as written; {@code *} allows all
 */
@ConfigurationProperties(prefix = ApiSettings.PREFIX, ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("") String platformKey,

        @DefaultValue({"npx", "node", "uvx", "python", "python3"})
        List<String> allowedCommands,

        @DefaultValue TopicSettings topics) {
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
        allowedCommands = allowedCommands.stream()
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList();
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
        return "ApiSettings[allowedCommands=" + allowedCommands + ", topics=" + topics + "]";
    }
}
