-- The newsroom: drafts and their versions, apart from the library. Delivery never reads from here.

create table draft (
  id                  uuid        primary key,  -- the story's, in the library too
  slug                text        collate "C" not null unique check (length(slug) between 1 and 200),
  version             integer     not null check (version >= 1),  -- the newest
  published_version   integer,    -- the one in the library
  first_published_at  timestamptz,
  scheduled_version   integer,
  scheduled_at        timestamptz check ((scheduled_at is null) = (scheduled_version is null)),
  schedule_fault      text,       -- why the last schedule came to nothing
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

-- Append-only. The document is as it was saved, without the slug, which is the draft's.
create table draft_version (
  draft_id      uuid        not null references draft (id) on delete cascade,
  version       integer     not null check (version >= 1),
  document      jsonb       not null,
  content_hash  bytea       not null,  -- of the document without the ids of its takeaways
  saved_at      timestamptz not null,
  saved_by      text        not null,
  primary key (draft_id, version)
);

-- Old names of drafts. Those that readers may know are in slug_alias as well, while the story is published.
create table draft_alias (
  slug       text    collate "C" primary key,
  draft_id   uuid    not null references draft (id) on delete cascade,
  is_public  boolean not null  -- whether the story was ever published under it
);

create index draft_alias_by_draft on draft_alias (draft_id);

-- Names that stories had which were withdrawn: readers are told 410, and why.
create table withdrawn_story (
  slug          text        collate "C" primary key,
  story_id      uuid        not null,
  reason        text        check (length(reason) <= 2000),
  withdrawn_at  timestamptz not null
);

create index withdrawn_story_by_id on withdrawn_story (story_id);

alter table library_change add column previous_slug text;

-- Stories from before there were drafts get the document that they would have been made from.
insert into draft (id, slug, version, published_version, first_published_at, created_at, updated_at)
select id, slug, 1, 1, published_at, published_at, updated_at from story;

insert into draft_version (draft_id, version, document, content_hash, saved_at, saved_by)
select
  s.id, 1,
  jsonb_build_object(
    'title', s.title,
    'founder', (select jsonb_build_object('slug', f.slug) from founder f where f.id = s.founder_id),
    'publishedAt', s.published_at,
    'byline', s.byline,
    'dek', s.dek,
    'readingMinutes', s.reading_minutes,
    'topics', (select coalesce(jsonb_agg(t.name order by filed.position), '[]')
      from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = s.id),
    'language', s.language,
    'license', s.license,
    'image', s.image,
    'canonicalUrl', s.canonical_url,
    'takeaways', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'statement', t.statement, 'explanation', t.explanation) order by t.position), '[]')
      from takeaway t where t.story_id = s.id),
    'recommendations', (select coalesce(jsonb_agg(jsonb_build_object('slug', r.target) || coalesce(r.card::jsonb, '{}') order by r.position), '[]')
      from recommendation r where r.story_id = s.id),
    'body', s.markdown),
  s.document_hash, s.updated_at, 'migration'
from story s;

insert into draft_alias (slug, draft_id, is_public) select slug, story_id, true from slug_alias;

alter table story drop column document_hash;

-- Links that show a version to whoever has one, until they expire. Only hashes of their tokens are kept.
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
