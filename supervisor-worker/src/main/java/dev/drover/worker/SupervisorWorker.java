package dev.drover.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The supervisor worker's program. */
@SpringBootApplication
@EnableConfigurationProperties(WorkerSettings.class)
public class SupervisorWorker {
    public static void main(String[] args) {
        Termination.isNoFailure();
        SpringApplication.run(SupervisorWorker.class, args);
    }
}
