@NullMarked
package dev.drover.api.agent;

import org.jspecify.annotations.NullMarked;
