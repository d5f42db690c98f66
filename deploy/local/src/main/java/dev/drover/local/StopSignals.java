package dev.drover.local;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * SIGINT, SIGTERM and SIGHUP, counted. The platform's own answer, shutdown hooks, cannot tell a second Ctrl-C from the
 * first; its signal classes are reached by reflection because the compiler warns of them and cannot be told not to.
 */
final class StopSignals {

    private StopSignals() {}

    /** Tells {@code listener}, on a thread of its own, that the first, second, … of these signals came. */
    static void listen(IntConsumer listener) {
        AtomicInteger count = new AtomicInteger();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object counter = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            listener.accept(count.incrementAndGet());
                        }
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : List.of("INT", "TERM", "HUP")) {
                // One that was ignored when this JVM started, as after nohup, stays ignored.
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), counter);
            }
        } catch (ReflectiveOperationException e) {
            throw new CannotStart("This Java does not let Drover handle Ctrl-C: " + e, e);
        }
    }
}
