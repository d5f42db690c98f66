package dev.drover.worker;

import dev.drover.schemas.sealing.KeysetTool;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The supervisor worker's program; {@code keyset …} is the tool for the keys of an installation. */
@SpringBootApplication
@EnableConfigurationProperties(WorkerSettings.class)
public class SupervisorWorker {
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(KeysetTool.NAME)) {
            System.exit(new KeysetTool(System.out).run(List.of(args).subList(1, args.length)));
        }
        Termination.isNoFailure();
        SpringApplication.run(SupervisorWorker.class, args);
    }
}
