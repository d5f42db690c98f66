package dev.drover.api.agent;

import dev.drover.api.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An association of an agent as a client sends it.
 *
 * @param tools null: all
 */
record AssociationRequest(
        @Nullable String description,
        @Nullable List<@Nullable String> tools,
        @Nullable Boolean startOnDemand) {
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int MOST_TOOLS = 1_000;
    private static final Pattern AGENT = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws Problem 422 */
    static void checkAgent(String agentId) {
        if (!AGENT.matcher(agentId).matches()) {
            throw refused("agent_id", "must be 1 to 255 visible ASCII characters");
        }
    }

    /** @throws Problem 422 */
    String checkedDescription() {
        String text = Objects.requireNonNullElse(description, "");
        if (text.length() > LONGEST_DESCRIPTION || text.indexOf('\0') >= 0) {
            throw refused("description", "must have at most " + LONGEST_DESCRIPTION + " characters, and no NUL");
        }
        return text;
    }

    /** @throws Problem 422 */
    @Nullable
    List<String> checkedTools() {
        if (tools == null) {
            return null;
        }
        if (tools.size() > MOST_TOOLS || tools.stream().anyMatch(name -> name == null || name.indexOf('\0') >= 0)) {
            throw refused("tools", "must be at most " + MOST_TOOLS + " names");
        }
        return tools.stream().map(Objects::requireNonNull).distinct().toList();
    }

    boolean starts() {
        return Boolean.TRUE.equals(startOnDemand);
    }

    private static Problem refused(String field, String rule) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_field", "'" + field + "' " + rule + ".")
                .with("field", field);
    }
}
