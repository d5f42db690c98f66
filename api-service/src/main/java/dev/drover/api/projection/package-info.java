/**
 * Events in, tables out: folds {@code mcp.events} into what the HTTP reads show. The fold ({@link
 * dev.drover.api.projection.FoldedBatch}, {@link dev.drover.api.projection.ServerView}) is pure; {@link
 * dev.drover.api.projection.Projector} writes it in one transaction; the listener runs on a thread of its container.
 */
@NullMarked
package dev.drover.api.projection;

import org.jspecify.annotations.NullMarked;
