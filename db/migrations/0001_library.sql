-- The library: published content, and nothing else. Delivery reads only from here, so a draft cannot leak.
-- Text columns have the limits that the validators have. What is ordered by text is ordered by "C", on every machine alike.

-- The number of the library's newest change. One row: whoever changes the library locks it first,
-- so revisions are gapless and in commit order, and writers cannot deadlock.
create table library_revision (
  only_row    boolean     primary key default true check (only_row),
  revision    bigint      not null check (revision >= 0),
  changed_at  timestamptz not null
);

insert into library_revision (revision, changed_at) values (0, now());

-- What each revision changed. One revision may touch a story and its founder: one row each.
create table library_change (
  revision   bigint      not null,
  kind       text        not null check (kind in ('story', 'founder', 'topic')),
  id         uuid        not null,
  slug       text        not null,
  operation  text        not null check (operation in ('published', 'updated', 'renamed', 'withdrawn', 'deleted')),
  reason     text        check (length(reason) <= 2000),
  at         timestamptz not null default clock_timestamp(),
  tags       text[]      not null,  -- everything whose answers change
  primary key (revision, kind, id)
);

create table founder (
  id        uuid   primary key,
  slug      text   collate "C" not null unique check (length(slug) between 1 and 200),
  name      text   not null check (length(name) between 1 and 200),
  name_key  text   collate "C" not null,
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
  title_key        text        collate "C" not null,  -- the title as it is sorted: folded, without leading quotes
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
  sections         json        not null,  -- json, not jsonb: the bytes are served as they are
  html             text        not null,
  markdown         text        not null,
  plain_text       text        not null,
  document_hash    bytea       not null,  -- of the document it was made from: the same document again changes nothing
  revision         bigint      not null   -- that last changed it
);

-- One index for each order that promises the same cost on every page.
create index story_by_date on story (published_at desc, id desc);
create index story_by_founder on story (founder_id, published_at desc, id desc);
create index story_by_language on story (language, published_at desc, id desc);
create index story_by_title on story (title_key, id);
create index story_by_minutes on story (reading_minutes, id);

-- Old names of renamed stories.
create table slug_alias (
  slug      text collate "C" primary key,
  story_id  uuid not null references story (id) on delete cascade
);

create index slug_alias_by_story on slug_alias (story_id);

-- Repeats the sort key: a topic of 50,000 stories lists in 0.13 ms with it and in 191 ms without.
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

-- The editor's choices. `target` may name a story that is not in the library yet; then `card` is shown, if there is one.
create table recommendation (
  story_id  uuid    not null references story (id) on delete cascade,
  position  integer not null check (position between 1 and 20),
  target    text    collate "C" not null check (length(target) between 1 and 200),
  card      json,
  primary key (story_id, position)
);

create index recommendation_by_target on recommendation (target);
