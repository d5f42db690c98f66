package dev.drover.local.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Trials with what is nearly valid, each from a seed of its own. {@code -Ddrover.fuzz.seconds=300} goes on for so long,
 * {@code -Ddrover.fuzz.seed} begins with another seed than usual: a failure names the one to begin with.
 */
public final class Fuzz {
    /** Bytes that mean something to parsers. */
    private static final byte[] TELLING = "\0\n\r\"\\{}[],:-0eE u/\177\200\300\377".getBytes(ISO_8859_1);

    private static final String[] ODD = {
        "",
        " ",
        "\0",
        "null",
        "-1",
        "1e400",
        "../../../etc/passwd",
        "${jndi:ldap://x}",
        "'; drop table server; --",
        "<script>",
        "\u202e\ufeff\uffff",
        "\ud83d\ude00",
        "%s%n%x",
        "\r\nX: y",
        "x".repeat(70_000)
    };

    private final Random random;

    private Fuzz(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** At least so many trials. */
    public static void run(int times, Consumer<Fuzz> trial) {
        long seed = Long.getLong("drover.fuzz.seed", 1);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("drover.fuzz.seconds", 0)).toNanos();
        for (int done = 0; done < times || System.nanoTime() < end; done++) {
            try {
                trial.accept(new Fuzz(seed + done));
            } catch (Throwable e) {
                throw new AssertionError("with -Ddrover.fuzz.seed=" + (seed + done), e);
            }
        }
    }

    /** From 0 to one below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A text that somebody did not think of. */
    public String oddText() {
        return oneOf(ODD);
    }

    /** The valid bytes with a few of them changed, lost, doubled or added; the first {@code kept} stay. */
    public byte[] mutated(byte[] valid, int kept) {
        byte[] bytes = valid;
        int changes = 1 + random.nextInt(6);
        for (int change = 0; change < changes && bytes.length > kept; change++) {
            bytes = changed(bytes, kept + random.nextInt(bytes.length - kept));
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, int at) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))});
            case 1 -> spliced(bytes, at, at + 1, new byte[] {TELLING[random.nextInt(TELLING.length)]});
            case 2 -> spliced(bytes, at, at + length, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 4 -> spliced(bytes, at, at, oddText().getBytes(UTF_8));
            default -> spliced(bytes, at, random.nextInt(10) == 0 ? bytes.length : at, someBytes(length));
        };
    }

    private byte[] someBytes(int length) {
        byte[] some = new byte[length];
        random.nextBytes(some);
        return some;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + between.length);
        spliced.write(bytes, 0, from);
        spliced.writeBytes(between);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}
