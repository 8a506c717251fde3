-- Collections: curated, ordered lists of stories.
create table collection (
  id          uuid        primary key,
  slug        text        collate "C" not null unique check (length(slug) between 1 and 200),
  title       text        not null check (length(title) between 1 and 300),
  title_key   text        collate "C" not null,  -- sort key: the title folded to ASCII
  dek         text        check (length(dek) <= 2000),
  image       json,
  updated_at  timestamptz not null,  -- later than before with each change, so that the entity tag changes too
  revision    bigint      not null   -- the last revision that changed the collection or its list of stories
);

create index collection_by_title on collection (title_key, id);

-- The stories of a collection. Refers to drafts, which have the ids of their stories: a story that is withdrawn keeps its place until it is
-- published again, and a draft that is deleted leaves its collections.
create table collection_story (
  collection_id  uuid   not null references collection (id) on delete cascade,
  story_id       uuid   not null references draft (id) on delete cascade,
  position       bigint not null check (position > 0),  -- sort key with gaps
  revision       bigint not null,                       -- the revision that added or moved the story
  primary key (collection_id, story_id),
  unique (collection_id, position)
);

create index collection_story_by_story on collection_story (story_id);

alter table library_change
  drop constraint library_change_kind_check,
  add constraint library_change_kind_check check (kind in ('story', 'founder', 'topic', 'recommendations', 'collection'));
