-- Configurations in the older form of a document: each entry of it is a server.
create table mcp_config (
    config_id        bigint generated always as identity primary key,
    app_id           bigint      not null references app on delete cascade,
    name             text        not null,
    protocol_version text,
    -- As the client wrote it, but for the values of env and headers.
    config_data      json        not null,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    unique (app_id, name)
);

alter table server add column config_id bigint references mcp_config on delete set null;
alter table server add column config_entry text;
create index server_by_config on server (config_id) where config_id is not null;

-- What an agent may use of a configuration, whatever its entries are.
create table agent_config (
    agent_id        text        not null,
    config_id       bigint      not null references mcp_config on delete cascade,
    description     text        not null default '',
    -- Names of tools, as the servers list them; null: all that they have.
    tools           text[],
    start_on_demand boolean     not null default false,
    updated_at      timestamptz not null default now(),
    primary key (agent_id, config_id)
);
create index agent_config_by_config on agent_config (config_id);
