package dev.drover.faults.agent;

import java.time.Duration;

/** What an armed fail point does. */
public sealed interface Strike {
    /** The JVM is gone at once, as by SIGKILL. */
    record Crash() implements Strike {
        @Override
        public String text() {
            return "crash";
        }
    }

    /** The thread stands still. */
    record Hang(Duration time) implements Strike {
        private static final String VERB = "hang ";

        @Override
        public String text() {
            return VERB + time.toMillis();
        }
    }

    /** The call fails with a {@link Struck}. */
    record Throw() implements Strike {
        @Override
        public String text() {
            return "throw";
        }
    }

    /** What is written into the control directory; times are in milliseconds. */
    String text();

    static Strike parse(String text) {
        if (text.equals(new Crash().text())) {
            return new Crash();
        } else if (text.equals(new Throw().text())) {
            return new Throw();
        } else if (text.startsWith(Hang.VERB)) {
            return new Hang(Duration.ofMillis(Long.parseLong(text.substring(Hang.VERB.length()))));
        }
        throw new IllegalArgumentException("A fail point can crash, hang MILLISECONDS or throw, not: " + text);
    }
}
