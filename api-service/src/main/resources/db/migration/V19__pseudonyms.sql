-- With which the names of an app's persons in the log are made. A key that is destroyed leaves names that nobody can
-- tell any more; the next one is made when somebody acts.
create table pseudonym_key (
    app_id     bigint      primary key references app on delete cascade,
    key        bytea       not null,
    created_at timestamptz not null default now()
);
