package dev.drover.worker;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds {@code DROVER_…} variables of the environment that no setting of this service reads. */
final class UnknownVariables {
    private static final String PREFIX = "DROVER_";

    private UnknownVariables() {}

    static List<String> in(Set<String> environment) {
        List<String> known = names(WorkerSettings.class, "drover").toList();
        return environment.stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> known.stream().noneMatch(plain(name)::equals))
                .sorted()
                .toList();
    }

    private static Stream<String> names(Class<?> settings, String prefix) {
        return Stream.of(settings.getRecordComponents()).flatMap(component -> names(component, prefix));
    }

    private static Stream<String> names(RecordComponent component, String prefix) {
        String name = prefix + component.getName().toLowerCase(Locale.ROOT);
        return component.getType().isRecord() ? names(component.getType(), name) : Stream.of(name);
    }

    /** Spring's binding takes underscores anywhere, and an index behind the name of a list. */
    private static String plain(String variable) {
        return variable.toLowerCase(Locale.ROOT)
                .replaceFirst("(_[0-9]+)?_?$", "")
                .replace("_", "");
    }
}
