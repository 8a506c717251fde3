-- What computed recommendations are made of. All of it can be made again from the library (`reindex`); nothing of it is content.

-- In how many stories a term stands. Terms are hashes of stems (negative: of two words that belong together), so that
-- neither a story nor a posting has to look an id up. `word` is how people write it.
create table term (
  hash     integer primary key,
  word     text    not null check (length(word) <= 200),
  stories  integer not null
);

create table term_statistics (
  only_row  boolean primary key default true check (only_row),
  stories   integer not null,
  words     bigint  not null
);

insert into term_statistics (stories, words) values (0, 0);

-- A story as the recommender sees it. `terms` are its strongest, strongest first, with their counts; `rest` are the others, which
-- are counted in `term` as well. The norms are those of the statistics at the time of `revision`. A publication reads hundreds of these
-- rows: terms and counts are packed (integers of 4 and 2 bytes, the lowest byte first), which is a tenth of the time that arrays of
-- PostgreSQL's take on their way, and what candidates are chosen by is here, not joined.
create table story_terms (
  story_id      uuid       primary key references story (id) on delete cascade,
  number        integer    not null generated always as identity unique,
  revision      bigint     not null,  -- of the story that it was made from: where they differ, it is to be made again
  founder_id    uuid,
  topics        uuid[]     not null,
  words         integer    not null,
  terms         bytea      not null,
  counts        bytea      not null,
  rest          bytea      not null,
  title         integer[]  not null,
  lead          integer[]  not null,  -- title and dek
  norms         real[]     not null,
  posted        integer[]  not null,
  impacts       smallint[] not null,
  duplicate_of  uuid
);

-- Hashes of words do not compress.
alter table story_terms alter column terms set storage main;
alter table story_terms alter column rest set storage external;

create function unpacked(integers bytea) returns setof integer language sql immutable strict as $$
  select get_byte(integers, i) | (get_byte(integers, i + 1) << 8) | (get_byte(integers, i + 2) << 16) | (get_byte(integers, i + 3) << 24)
  from generate_series(0, length(integers) - 4, 4) as at (i)
$$;

create index story_terms_duplicates on story_terms (duplicate_of) where duplicate_of is not null;

-- The stories of a term, the strongest first: what finds candidates reads the first few hundred of each of a story's terms, however
-- many stories there are. The key holds the whole row, so that a story's postings are deleted without an index of their own.
create table term_posting (
  term    integer  not null,
  impact  smallint not null,
  number  integer  not null,  -- of story_terms; a posting whose story is gone finds nothing
  primary key (term, impact, number)
);

create table computed_recommendation (
  story_id         uuid   not null references story (id) on delete cascade,
  target_id        uuid   not null,
  score            real   not null,
  shared           text[] not null,
  takeaway         uuid,
  target_takeaway  uuid,
  primary key (story_id, target_id)
);

create index computed_recommendation_by_score on computed_recommendation (story_id, score desc);
create index computed_recommendation_by_target on computed_recommendation (target_id);

-- A rebuild of all lists is one change of the library; its one tag stands for every list.
alter table library_change drop constraint library_change_kind_check;
alter table library_change add constraint library_change_kind_check check (kind in ('story', 'founder', 'topic', 'recommendations'));
alter table library_change drop constraint library_change_operation_check;
alter table library_change add constraint library_change_operation_check
  check (operation in ('published', 'updated', 'renamed', 'withdrawn', 'deleted', 'reindexed'));

-- For "did you mean": the library's own words, by their trigrams.
create index term_by_trigrams on term using gin (word gin_trgm_ops) where hash >= 0;
