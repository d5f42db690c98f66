package dev.drover.api.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.api.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of each entry of a file.
 *
 * @param warnings of what stands beside the entries
 */
record ImportView(List<Item> items, List<String> warnings) {

    /**
     * An entry.
     *
     * @param changed of an updated one: false if it is defined so already
     * @param warnings what was left out, or may not mean here what it means to the client
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String name,

            @Schema(allowableValues = {"created", "updated", "rejected"})
            String outcome,

            @Nullable Long serverId,
            @Nullable Boolean changed,
            @Nullable Reason error,
            List<String> warnings) {

        static Item created(String name, long serverId, List<String> warnings) {
            return new Item(name, "created", serverId, null, null, warnings);
        }

        static Item updated(String name, long serverId, boolean changed, List<String> warnings) {
            return new Item(name, "updated", serverId, changed, null, warnings);
        }

        static Item rejected(String name, Problem problem, List<String> warnings) {
            return new Item(name, "rejected", null, null, Reason.of(problem), warnings);
        }

        boolean isRejected() {
            return error != null;
        }

        /** The same when all or nothing was asked for, and it is nothing. */
        Item undone() {
            return isRejected()
                    ? this
                    : new Item(
                            name,
                            "rejected",
                            null,
                            null,
                            new Reason("not_imported", "Nothing was imported, since another entry was rejected.", null),
                            warnings);
        }
    }

    /** Why an entry was rejected: as the problem would be with that definition alone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reason(String code, String message, @Nullable String field) {
        static Reason of(Problem problem) {
            Object field = problem.members().get("field");
            return new Reason(problem.code(), problem.getMessage(), field == null ? null : field.toString());
        }
    }
}
