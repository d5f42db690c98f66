package dev.drover.api.server;

import dev.drover.api.problem.InvalidParameter;
import dev.drover.api.problem.Problem;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The request header {@code If-Match} (RFC 9110), of which only the generations count: a status that changed since the
 * client read is no reason to refuse its definition.
 *
 * @param generations those that the client has seen; null: any will do
 */
record IfMatch(@Nullable Set<Long> generations) {
    static final IfMatch ANY = new IfMatch((Set<Long>) null);

    /** Possessive: a group that may be taken back costs stack for each element. */
    private static final Pattern LIST = Pattern.compile("\\s*(?:W/)?\"[^\"]*\"\\s*(?:,\\s*(?:W/)?\"[^\"]*\"\\s*)*+");

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})(?:\\.[^\"]*)?\"");

    static IfMatch of(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return ANY;
        }
        if (!LIST.matcher(header).matches()) {
            throw InvalidParameter.problem("If-Match", "must be *, or ETags in quotation marks, separated by commas");
        }
        return new IfMatch(TAG.matcher(header)
                .results()
                .map(tag -> Long.valueOf(tag.group(1)))
                .collect(Collectors.toSet()));
    }

    /** @throws Problem 412 if the client has not seen this generation */
    void check(long generation) {
        if (generations != null && !generations.contains(generation)) {
            throw new Problem(
                            HttpStatus.PRECONDITION_FAILED,
                            "precondition_failed",
                            "The definition is of generation " + generation + " now, which If-Match does not name.",
                            "Read the server again, and change what it is now.")
                    .with("generation", generation);
        }
    }
}
