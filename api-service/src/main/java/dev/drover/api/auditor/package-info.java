/**
 * {@code drover audit …}: the log read by somebody who has the brokers and no access to the API. A program of its own in
 * the same jar, without Spring; it prints to stdout and stderr and ends with an exit code.
 */
@NullMarked
package dev.drover.api.auditor;

import org.jspecify.annotations.NullMarked;
