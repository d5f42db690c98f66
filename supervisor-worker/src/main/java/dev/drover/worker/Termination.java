package dev.drover.worker;

import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * Has SIGTERM end the program as it does anyway, but with exit code 0: a worker that was drained has not failed. The platform's
 * signal classes are reached by reflection because the compiler warns of them and cannot be told not to.
 */
final class Termination {
    private Termination() {}

    static void isNoFailure() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object exit = Proxy.newProxyInstance(
                    Termination.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            System.exit(0);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), exit);
        } catch (ReflectiveOperationException e) {
            LoggerFactory.getLogger(Termination.class).info("SIGTERM will end this worker with 143, not 0", e);
        }
    }
}
