package dev.drover.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Warnings only from a broker that logs hundreds of lines at each start, unless the configuration says otherwise. */
final class BrokerLogging {

    private static final List<String> LOUD = List.of("kafka", "org.apache.kafka", "state.change.logger");

    private BrokerLogging() {}

    static void quieten() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            LOUD.stream()
                    .map(context::getLogger)
                    .filter(logger -> logger.getLevel() == null)
                    .forEach(BrokerLogging::warn);
        }
    }

    private static void warn(Logger logger) {
        logger.setLevel(Level.WARN);
    }
}
