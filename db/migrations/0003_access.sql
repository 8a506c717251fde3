-- API keys, stored as hashes, and the audit log.

create table api_key (
  id            uuid        primary key,
  name          text        not null check (length(name) between 1 and 200),
  hash          bytea       not null unique check (length(hash) = 32),
  prefix        text        not null,  -- the first characters of the key, for display
  scopes        text[]      not null check (scopes <@ '{read,preview,write,syndicate,admin}' and cardinality(scopes) > 0),
  rate_limit    integer     check (rate_limit between 1 and 1000000),  -- requests per minute; null: the configured default
  created_at    timestamptz not null default clock_timestamp(),
  expires_at    timestamptz,
  revoked_at    timestamptz,
  last_used_at  timestamptz
);

create index api_key_by_creation on api_key (created_at desc, id desc);

-- Counts the changes of API keys. Nodes cache keys, and poll this number to find out when to read the keys again.
create table api_key_epoch (
  only_row  boolean primary key default true check (only_row),
  epoch     bigint  not null
);

insert into api_key_epoch (epoch) values (1);

-- The audit log: who did what, and when. Append-only.
create table audit (
  id           bigint      generated always as identity primary key,
  occurred_at  timestamptz not null default clock_timestamp(),
  key_id       uuid,       -- null: a command or the scheduler
  actor        text        not null,
  action       text        not null,
  slug         text,
  version      integer,
  detail       text
);

create index audit_by_slug on audit (slug, id desc);
create index audit_by_key on audit (key_id, id desc);
create index audit_by_action on audit (action, id desc);
