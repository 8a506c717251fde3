-- Partners: organizations that syndicate. The API keys of a partner share one identity. Keys of earlier versions have no partner.

create table partner (
  id          uuid        primary key,
  slug        text        collate "C" not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 200),
  created_at  timestamptz not null default clock_timestamp()
);

alter table api_key add column partner_id uuid references partner (id);

create index api_key_by_partner on api_key (partner_id) where partner_id is not null;
