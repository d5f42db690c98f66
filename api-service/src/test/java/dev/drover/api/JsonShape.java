package dev.drover.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** As much of JSON Schema as the description uses. An object may have no member that is not described. */
record JsonShape(JsonNode description, Collection<String> faults) {

    void check(String at, JsonNode schema, JsonNode value) {
        Set<String> known = new HashSet<>();
        boolean open = check(at, schema, value, known);
        if (value.isObject() && !open && !known.isEmpty()) {
            value.propertyNames().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> faults.add(at + "/" + name + " is not described"));
        }
    }

    /** Whether members may be there that are not described; described ones are added to the known. */
    private boolean check(String at, JsonNode schema, JsonNode value, Set<String> known) {
        boolean open = schema.path("additionalProperties").asBoolean(false);
        if (schema.has("$ref")) {
            String pointer = schema.path("$ref").asString("").substring(1);
            JsonNode target = description.at(pointer);
            if (target.isMissingNode()) {
                faults.add(at + ": nothing at " + pointer);
            }
            open |= check(at, target, value, known);
        }
        for (JsonNode part : schema.path("allOf")) {
            open |= check(at, part, value, known);
        }
        if (schema.has("anyOf")
                && StreamSupport.stream(schema.path("anyOf").spliterator(), false)
                        .noneMatch(part -> fits(part, value))) {
            faults.add(at + " has none of its forms");
        }
        checkType(at, schema, value);
        checkMembers(at, schema, value, known);
        return open;
    }

    private boolean fits(JsonNode schema, JsonNode value) {
        List<String> misfits = new ArrayList<>();
        new JsonShape(description, misfits).check("", schema, value);
        return misfits.isEmpty();
    }

    private void checkType(String at, JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        boolean fits = type.isMissingNode()
                || (type.isArray()
                        ? StreamSupport.stream(type.spliterator(), false).anyMatch(one -> is(one.asString(""), value))
                        : is(type.asString(""), value));
        if (!fits) {
            faults.add(at + " is no " + type);
        }
        boolean listed = schema.path("enum").isMissingNode()
                || value.isNull()
                || StreamSupport.stream(schema.path("enum").spliterator(), false)
                        .anyMatch(value::equals);
        if (!listed) {
            faults.add(at + " is none of " + schema.path("enum"));
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private void checkMembers(String at, JsonNode schema, JsonNode value, Set<String> known) {
        if (value.isObject()) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asString(""))) {
                    faults.add(at + "/" + name.asString("") + " is missing");
                }
            });
            schema.path("properties").forEachEntry((name, property) -> {
                known.add(name);
                if (value.has(name)) {
                    check(at + "/" + name, property, value.get(name));
                }
            });
            if (schema.path("additionalProperties").isObject()) {
                value.forEachEntry(
                        (name, member) -> check(at + "/" + name, schema.path("additionalProperties"), member));
            }
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(item -> check(at + "[]", schema.path("items"), item));
        }
    }
}
