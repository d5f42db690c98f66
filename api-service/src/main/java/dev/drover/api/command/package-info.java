/** Commands to a server's owner: written with their effect on the row, and waited for until the projection has the outcome. */
@NullMarked
package dev.drover.api.command;

import org.jspecify.annotations.NullMarked;
