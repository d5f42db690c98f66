package dev.drover.api;

import dev.drover.api.auditor.Auditor;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** The API service's program. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(ApiSettings.class)
public class ApiService {
    /** @param args {@code audit …} for the auditors' program, which needs only the brokers; else settings */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(Auditor.NAME)) {
            Auditor.run(Arrays.copyOfRange(args, 1, args.length));
        }
        SpringApplication.run(ApiService.class, args);
    }
}
