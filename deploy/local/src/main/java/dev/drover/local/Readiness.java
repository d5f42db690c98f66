package dev.drover.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The readiness endpoint of a service on this machine. */
final class Readiness {

    private Readiness() {}

    static boolean of(int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
