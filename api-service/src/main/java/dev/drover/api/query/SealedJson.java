package dev.drover.api.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import java.nio.ByteBuffer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON inside a {@link Sealed} value, with every number as it was written. */
final class SealedJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private SealedJson() {}

    static Sealed seal(JsonNode json) {
        return new Sealed(Sealing.PLAIN, ByteBuffer.wrap(json.toString().getBytes(UTF_8)));
    }

    static JsonNode open(Sealed sealed) {
        return switch (sealed.getSealing()) {
            case PLAIN -> parse(UTF_8.decode(sealed.getValue().duplicate()).toString());
            case TINK_HPKE ->
                throw new IllegalStateException("a sealed reply, though no key was named to seal it with");
        };
    }

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }
}
