package dev.drover.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test class whose methods take their {@code LocalStack} and {@link Api} from an {@link OwnStack}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OwnStack.class)
@interface OnOwnStack {
    /** How long a lease is: an outage of the brokers that is shorter, by a renewal, ends no server. */
    String lease() default "6s";
}
