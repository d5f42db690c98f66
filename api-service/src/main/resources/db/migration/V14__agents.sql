-- Which servers the platform's agents may use. An agent has no row of its own: it is the platform's.
create table agent_server (
    agent_id        text        not null,
    server_id       bigint      not null references server on delete cascade,
    description     text        not null default '',
    -- Names of tools, as the server lists them; null: all that it has.
    tools           text[],
    start_on_demand boolean     not null default false,
    updated_at      timestamptz not null default now(),
    primary key (agent_id, server_id)
);
create index agent_server_by_server on agent_server (server_id);
