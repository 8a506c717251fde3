-- The newsroom: drafts and their versions, separate from the library. The role of the read connections has no privileges on these tables.

create table draft (
  id                  uuid        primary key,  -- also the id of the story in the library
  slug                text        collate "C" not null unique check (length(slug) between 1 and 200),
  version             integer     not null check (version >= 1),  -- the newest version
  published_version   integer,                                    -- the version that readers see
  first_published_at  timestamptz,
  scheduled_version   integer,
  scheduled_at        timestamptz check ((scheduled_at is null) = (scheduled_version is null)),
  schedule_error      text,       -- why the last schedule failed
  withdrawn           boolean     not null default false check (not (withdrawn and published_version is not null)),
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  state               text        not null generated always as (
    case
      when scheduled_at is not null then 'scheduled'
      when withdrawn then 'withdrawn'
      when published_version is null then 'draft'
      when published_version = version then 'published'
      else 'changed'
    end) stored
);

create index draft_by_update on draft (updated_at desc, id desc);
create index draft_by_state on draft (state, updated_at desc, id desc);
create index draft_by_schedule on draft (scheduled_at) where scheduled_at is not null;

-- Append-only. The document has no slug: renaming a draft changes no version.
create table draft_version (
  draft_id      uuid        not null references draft (id) on delete cascade,
  version       integer     not null check (version >= 1),
  document      jsonb       not null,
  content_hash  bytea       not null,  -- SHA-256 of the document without the ids of its takeaways
  saved_at      timestamptz not null,
  saved_by      text        not null,
  primary key (draft_id, version)
);

do $$
begin
  alter table draft_version alter column document set compression lz4;
exception when feature_not_supported then
  null;
end $$;

-- Former slugs of drafts. The public ones are also in slug_alias while the story is published.
create table draft_alias (
  slug       text    collate "C" primary key,
  draft_id   uuid    not null references draft (id) on delete cascade,
  is_public  boolean not null  -- whether the story was ever published under this slug
);

create index draft_alias_by_draft on draft_alias (draft_id);

-- Links that show one version of a draft to anyone who has the link, until it expires. Only hashes of the tokens are stored.
create table preview_link (
  id          uuid        primary key,
  token_hash  bytea       not null unique,
  draft_id    uuid        not null references draft (id) on delete cascade,
  version     integer     not null,
  expires_at  timestamptz not null,
  created_at  timestamptz not null,
  created_by  text        not null,
  foreign key (draft_id, version) references draft_version (draft_id, version) on delete cascade
);

create index preview_link_by_draft on preview_link (draft_id);
