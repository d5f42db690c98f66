package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random walks: the world keeps the rules at every step, whatever happens in whatever order. */
class ServerLifecycleWalkTest {
    private static final int WALKS = 300;
    private static final int STEPS = 200;

    /** A server that is fresh from the log is in one of these, and nothing is adopted otherwise. */
    private static final Set<String> ADOPTABLE = Set.of("Stopped", "Failed", "Removed");

    private static final Set<String> WITHOUT_A_RUN = Set.of("Stopped", "BackingOff", "Failed", "Removed");

    private final Set<String> met = new TreeSet<>();

    private void walk(Consumer<World> end) {
        for (long seed = 1; seed <= WALKS; seed++) {
            World world = new World(seed, met);
            try {
                for (int step = 0; step < STEPS; step++) {
                    world.happen();
                }
                end.accept(world);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void aStopAlwaysEndsStoppedAndAnswersEveryCommand() {
        walk(world -> {
            world.stop();
            world.settle();
            assertThat(world.server().state()).isInstanceOfAny(ServerState.Stopped.class, ServerState.Removed.class);
            assertThat(world.unended()).isEmpty();
        });
    }

    @Test
    void aStartEndsRunningWhenTheWorldCooperates() {
        walk(world -> {
            world.start();
            world.go(true);
            assertThat(world.server().state()).isInstanceOfAny(ServerState.Running.class, ServerState.Removed.class);
            assertThat(world.unended()).isEmpty();
        });
    }

    @Test
    void aStartEndsFailedWhenTheWorldDoesNotCooperate() {
        walk(world -> {
            world.stop();
            world.settle();
            world.start();
            world.go(false);
            assertThat(world.server().state()).isInstanceOfAny(ServerState.Failed.class, ServerState.Removed.class);
            assertThat(world.unended()).isEmpty();
        });
    }

    @Test
    void everyReachablePairOfStateAndInputWasMet() {
        walk(world -> {});
        Set<String> expected = new TreeSet<>();
        for (Class<?> state : ServerState.class.getPermittedSubclasses()) {
            inputs(Input.class).forEach(input -> {
                if (isReachable(state.getSimpleName(), input)) {
                    expected.add(state.getSimpleName() + " " + input);
                }
            });
        }
        assertThat(met).containsAll(expected);
    }

    private static boolean isReachable(String state, String input) {
        return switch (input) {
            case "Adopted" -> ADOPTABLE.contains(state);
            case "Exited" -> !state.equals("Removed");
            case "Spawned", "NotSpawned" -> state.equals("Starting") || state.equals("Stopping");
            case "Ready", "HandshakeFailed", "Unresponsive", "ListChanged", "Listed" -> !WITHOUT_A_RUN.contains(state);
            default -> true;
        };
    }

    private static Set<String> inputs(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Class<?> input : type.getPermittedSubclasses()) {
            if (input.isSealed()) {
                names.addAll(inputs(input));
            } else {
                names.add(input.getSimpleName());
            }
        }
        return names;
    }
}
