package dev.drover.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Warnings only from a broker that logs hundreds of lines at each start, unless the configuration says otherwise. */
final class BrokerLogging {

    /** The controller calls its own activation a warning. */
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARN,
            "org.apache.kafka", Level.WARN,
            "org.apache.kafka.controller", Level.ERROR,
            "state.change.logger", Level.WARN);

    private BrokerLogging() {}

    static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            LEVELS.forEach((name, level) -> setUnlessConfigured(context.getLogger(name), level));
        }
    }

    private static void setUnlessConfigured(Logger logger, Level level) {
        if (logger.getLevel() == null) {
            logger.setLevel(level);
        }
    }
}
