package dev.drover.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes records as they are in JSON: names in snake case, and what their annotations say of absence. A component is
 * always there, unless it is left out when null; what a client sends may be left out if it may be null.
 */
final class RecordSchemas extends ModelResolver {
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();
    private static final String SENT = "Request";

    RecordSchemas() {
        super(new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the converter's interface is
    public @Nullable Schema resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> converters) {
        Schema resolved = super.resolve(type, context, converters);
        Class<?> raw = raw(type);
        if (resolved != null && raw != null && raw.isRecord()) {
            Schema<?> described = definition(resolved, context.getDefinedModels());
            if (described != null && described.getOneOf() != null) {
                // It is one of those forms, and not what the record is made of.
                described.setProperties(null);
            } else if (described != null && described.getProperties() != null) {
                describe(described, raw);
            }
        }
        return resolved;
    }

    private @Nullable Class<?> raw(AnnotatedType type) {
        return type.getType() == null
                ? null
                : type.getType() instanceof JavaType java
                        ? java.getRawClass()
                        : _mapper.constructType(type.getType()).getRawClass();
    }

    @SuppressWarnings("rawtypes")
    private static @Nullable Schema<?> definition(Schema<?> schema, Map<String, Schema> models) {
        String reference = schema.get$ref();
        return reference == null ? schema : models.get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static void describe(Schema<?> schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = NAMES.translate(component.getName());
            Schema<?> property = schema.getProperties().get(name);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(schema, component.getType());
            } else if (property != null) {
                describe(schema, name, property, component);
            }
        }
    }

    private static void describe(Schema<?> schema, String name, Schema<?> property, RecordComponent component) {
        boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean mayBeMissing = mayBeNull && (isSent(component) || isLeftOut(component));
        if (!mayBeMissing
                && (schema.getRequired() == null || !schema.getRequired().contains(name))) {
            schema.addRequiredItem(name);
        }
        if (mayBeNull && !isLeftOut(component)) {
            allowNull(schema, name, property);
        }
    }

    private static boolean isSent(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName().endsWith(SENT);
    }

    private static boolean isLeftOut(RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include = own == null ? component.getDeclaringRecord().getAnnotation(JsonInclude.class) : own;
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    private static void allowNull(Schema<?> schema, String name, Schema<?> property) {
        if (property.get$ref() != null) {
            schema.getProperties()
                    .put(
                            name,
                            new Schema<>()
                                    .addAnyOfItem(property)
                                    .addAnyOfItem(new Schema<>().types(new LinkedHashSet<>(List.of("null")))));
        } else if (property.getTypes() != null) {
            property.addType("null");
        }
    }
}
