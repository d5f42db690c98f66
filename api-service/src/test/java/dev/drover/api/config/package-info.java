@NullMarked
package dev.drover.api.config;

import org.jspecify.annotations.NullMarked;
