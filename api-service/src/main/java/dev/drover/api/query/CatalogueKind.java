package dev.drover.api.query;

import dev.drover.schemas.message.ListPrompts;
import dev.drover.schemas.message.ListResources;
import dev.drover.schemas.message.ListTools;
import dev.drover.schemas.message.ReplyTo;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** The three lists that an MCP server may offer. */
enum CatalogueKind {
    TOOLS,
    RESOURCES,
    PROMPTS;

    /** Its name in paths and tables, and of the member of the MCP result that holds the list. */
    String member() {
        return name().toLowerCase(Locale.ROOT);
    }

    SpecificRecord query(ReplyTo replyTo) {
        return switch (this) {
            case TOOLS -> new ListTools(replyTo);
            case RESOURCES -> new ListResources(replyTo);
            case PROMPTS -> new ListPrompts(replyTo);
        };
    }
}
