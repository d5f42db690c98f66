-- The projection, made anew from the log: the last of these rows says how far that is.
create table projection_rebuild (
    rebuild_id  bigint generated always as identity primary key,
    state       text        not null check (state in ('running', 'done', 'failed')),
    started_by  text        not null,
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    -- Positions of the log.
    events      bigint      not null default 0,
    total       bigint      not null default 0,
    -- How many rows were not as before, and some of them.
    differences bigint,
    examples    jsonb,
    error       text
);
create unique index projection_rebuild_running on projection_rebuild (state) where state = 'running';
