-- The library: published content and its change log. Public reads use only these tables and the indexes derived from them (0004, 0005), so
-- drafts cannot leak.
-- Text columns have the limits of the validators. Sort columns use the "C" collation, whose order is the same on every server.

-- The revision counter, one row. A publishing transaction updates it first, so revisions have no gaps and follow the commit order.
create table library_revision (
  only_row    boolean     primary key default true check (only_row),
  revision    bigint      not null check (revision >= 0),
  changed_at  timestamptz not null
);

insert into library_revision (revision, changed_at) values (0, now());

-- The change log: one row for each resource that a revision changed. A rebuild of all recommendations has one row, of the kind
-- 'recommendations'.
create table library_change (
  revision       bigint      not null,
  kind           text        not null check (kind in ('story', 'founder', 'topic', 'recommendations')),
  id             uuid        not null,
  slug           text        not null,
  previous_slug  text,
  operation      text        not null check (operation in ('published', 'updated', 'renamed', 'withdrawn', 'deleted', 'reindexed')),
  reason         text        check (length(reason) <= 2000),
  changed_at     timestamptz not null default clock_timestamp(),
  cache_tags     text[]      not null,  -- cached responses with one of these tags are stale
  primary key (revision, kind, id)
);

create table founder (
  id        uuid   primary key,
  slug      text   collate "C" not null unique check (length(slug) between 1 and 200),
  name      text   not null check (length(name) between 1 and 200),
  name_key  text   collate "C" not null,  -- sort key: the name folded to ASCII
  bio       text   check (length(bio) <= 5000),
  image     json,
  revision  bigint not null
);

create index founder_by_name on founder (name_key, id);

create table topic (
  id        uuid   primary key,
  slug      text   collate "C" not null unique check (length(slug) between 1 and 200),
  name      text   not null check (length(name) between 1 and 100),
  name_key  text   collate "C" not null,
  revision  bigint not null
);

create index topic_by_name on topic (name_key, id);

create table story (
  id               uuid        primary key,
  slug             text        collate "C" not null unique check (length(slug) between 1 and 200),
  title            text        not null check (length(title) between 1 and 300),
  title_key        text        collate "C" not null,  -- sort key: the title folded to ASCII
  dek              text        check (length(dek) <= 2000),
  byline           text        check (length(byline) <= 300),
  founder_id       uuid        references founder (id),
  published_at     timestamptz not null,
  updated_at       timestamptz not null,
  reading_minutes  integer     not null check (reading_minutes between 1 and 1000),
  word_count       integer     not null check (word_count >= 0),
  image            json,
  language         text        collate "C" not null check (length(language) <= 35),
  license          text        check (length(license) <= 300),
  canonical_url    text        check (length(canonical_url) <= 2000),
  sections         json        not null,  -- json, not jsonb: the stored bytes are served unchanged
  html             text        not null,
  markdown         text        not null,
  plain_text       text        not null,
  revision         bigint      not null,  -- the last revision that changed the story
  card_json        bytea,                 -- pre-serialized JSON: the card, as lists send it
  page_json        bytea,                 -- pre-serialized JSON: the story without its body
  json_format      bigint,                -- the format version of card_json and page_json; depends on the service and its settings
  json_revision    bigint                 -- card_json and page_json are valid while this equals "revision"
);

-- A list reads card_json from the row itself, without a TOAST lookup.
alter table story alter column card_json set storage main;

-- lz4 decompresses faster than pglz, but not every server supports lz4.
do $$
begin
  alter table story alter column sections set compression lz4;
  alter table story alter column html set compression lz4;
  alter table story alter column markdown set compression lz4;
  alter table story alter column plain_text set compression lz4;
  alter table story alter column page_json set compression lz4;
exception when feature_not_supported then
  null;
end $$;

-- One index for each sort order and filter, so that every page of a list costs the same.
create index story_by_date on story (published_at desc, id desc);
create index story_by_founder on story (founder_id, published_at desc, id desc);
create index story_by_language on story (language, published_at desc, id desc);
create index story_by_title on story (title_key, id);
create index story_by_minutes on story (reading_minutes, id);

-- card_json and page_json contain the founder's name, so a new name invalidates them.
create function invalidate_story_json() returns trigger language plpgsql as $$
begin
  update story set json_revision = null where founder_id = new.id;
  return null;
end $$;

create trigger invalidate_story_json after update of name on founder
  for each row when (old.name <> new.name) execute function invalidate_story_json();

-- Former slugs of published stories. They redirect.
create table slug_alias (
  slug      text collate "C" primary key,
  story_id  uuid not null references story (id) on delete cascade
);

create index slug_alias_by_story on slug_alias (story_id);

-- Slugs of withdrawn stories. They return 410 with the reason.
create table withdrawn_story (
  slug          text        collate "C" primary key,
  story_id      uuid        not null,
  reason        text        check (length(reason) <= 2000),
  withdrawn_at  timestamptz not null
);

create index withdrawn_story_by_id on withdrawn_story (story_id);

-- Repeats published_at of the story, so that a list of the stories of a topic is one index scan.
create table story_topic (
  story_id      uuid        not null references story (id) on delete cascade,
  topic_id      uuid        not null references topic (id),
  position      integer     not null check (position between 1 and 20),
  published_at  timestamptz not null,
  primary key (story_id, topic_id)
);

create index story_topic_by_date on story_topic (topic_id, published_at desc, story_id desc);

create table takeaway (
  id           uuid    primary key,
  story_id     uuid    not null references story (id) on delete cascade,
  position     integer not null check (position between 1 and 50),
  statement    text    not null check (length(statement) between 1 and 1000),
  explanation  text    check (length(explanation) <= 10000),
  unique (story_id, position) deferrable initially deferred
);

-- Editorial recommendations. "target" may be the slug of a story that is not published yet. Until then, "card" is shown, unless it is null.
create table recommendation (
  story_id  uuid    not null references story (id) on delete cascade,
  position  integer not null check (position between 1 and 20),
  target    text    collate "C" not null check (length(target) between 1 and 200),
  card      json,
  primary key (story_id, position)
);

create index recommendation_by_target on recommendation (target);
