-- What a shard's servers were after so many events, by the log: so that not all of it is read to say what they were at a
-- moment. Made of the log, and to be had again from it; may be emptied at any time.
create table moment_snapshot (
    shard       int         not null,
    next_offset bigint      not null,
    topic_id    text        not null,
    -- Of what is in content; rows in another one are passed over.
    format      int         not null,
    -- When the last event happened that is in it.
    latest      timestamptz not null,
    content     bytea       not null,
    primary key (shard, topic_id, format, next_offset)
);
