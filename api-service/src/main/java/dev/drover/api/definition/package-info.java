/** What a client may say a server is: the JSON as sent, the rules, and the definition that passed them. */
@NullMarked
package dev.drover.api.definition;

import org.jspecify.annotations.NullMarked;
