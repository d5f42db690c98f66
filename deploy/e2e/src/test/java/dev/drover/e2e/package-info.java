/**
 * Tests of the packaged services as a user starts them, with real MCP servers from npm. One stack serves all test
 * classes of a run; {@link dev.drover.e2e.LauncherE2E} starts stacks of its own.
 */
@NullMarked
package dev.drover.e2e;

import org.jspecify.annotations.NullMarked;
