package dev.drover.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The API service's program. */
@SpringBootApplication
@EnableConfigurationProperties(ApiSettings.class)
public class ApiService {
    public static void main(String[] args) {
        SpringApplication.run(ApiService.class, args);
    }
}
