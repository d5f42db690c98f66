package dev.drover.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The readiness endpoint of a service. */
final class Readiness {

    private Readiness() {}

    static boolean of(String host, int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + host + ":" + port + "/actuator/health/readiness")
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
