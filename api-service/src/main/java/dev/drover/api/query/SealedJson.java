package dev.drover.api.query;

import dev.drover.api.problem.Problem;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON inside a {@link Sealed} value, with every number as it was written.
 *
 * @param sealer of what is sent
 * @param opener of what is received
 */
record SealedJson(Sealer sealer, Opener opener) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    Sealed seal(long serverId, JsonNode json) {
        return sealer.sealPassing(serverId, json.toString());
    }

    JsonNode open(long serverId, Sealed sealed) {
        return parse(opener.open(serverId, sealed));
    }

    /** @throws Problem 502 if it cannot be read here, such as for a number's huge exponent: a server wrote it */
    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException | NumberFormatException e) {
            throw QueryProblems.unreadable();
        }
    }
}
