package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

class SettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ApiSettings.class)
    static class Bound {}

    @Test
    void thereIsNoDefaultKey() {
        runner.run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(UnusableSetting.class)
                .hasMessageContaining("DROVER_PLATFORM_KEY"));
    }

    @Test
    void thereIsNoDefaultKeyset() {
        runner.withPropertyValues("drover.platform-key=k3y").run(context -> {
            ApiSettings settings = context.getBean(ApiSettings.class);
            assertThatThrownBy(settings::publicKeyset)
                    .isInstanceOf(UnusableSetting.class)
                    .hasMessageContaining("DROVER_PUBLIC_KEYSET");
        });
    }

    @Test
    void theKeyIsNotInTheSettingsText() {
        runner.withPropertyValues("drover.platform-key=k3y", "drover.allowed-commands=npx, *")
                .run(context -> {
                    ApiSettings settings = context.getBean(ApiSettings.class);
                    assertThat(settings.toString()).doesNotContain("k3y");
                    assertThat(settings.allowedCommands()).isEqualTo(List.of("npx", "*"));
                });
    }

    @Test
    void anUnknownSettingStopsTheStart() {
        assertThatThrownBy(() -> runner.withInitializer(
                                context -> TestPropertyValues.of("drover.platform-key=k3y", "drover.alowed-commands=x")
                                        .applyTo(context))
                        .run(context -> {
                            Throwable failure = context.getStartupFailure();
                            if (failure != null) {
                                throw failure;
                            }
                        }))
                .isInstanceOf(ConfigurationPropertiesBindException.class)
                .satisfies(failure -> assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
                        .hasMessageContaining("alowed-commands"));
    }
}
