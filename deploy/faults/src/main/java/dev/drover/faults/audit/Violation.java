package dev.drover.faults.audit;

/**
 * Something that must not be.
 *
 * @param rule which promise is broken
 * @param story what was seen
 */
public record Violation(String rule, String story) {

    @Override
    public String toString() {
        return rule + ": " + story;
    }
}
