package dev.drover.api.replay;

import java.util.Locale;

/** What types of events are called outside. */
final class TypeNames {
    static final String UNREADABLE = "unreadable_record";

    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> body) {
            return body.getSimpleName().replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        }
    };

    private TypeNames() {}

    static String of(Object body) {
        return NAMES.get(body.getClass());
    }
}
