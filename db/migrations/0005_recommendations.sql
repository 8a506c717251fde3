-- The recommendation index. `reindex` rebuilds all of it from the library.

-- Document frequencies. A term is the hash of a stem (not negative) or of two adjacent stems (negative), so that neither stories nor
-- postings need to look up an id. "word" is a spelling of the term.
create table term (
  hash         integer primary key,
  word         text    not null check (length(word) <= 200),
  story_count  integer not null
);

-- Finds the library's words that are most similar to a misspelled one.
create index term_by_trigrams on term using gin (word gin_trgm_ops) where hash >= 0;

create table term_statistics (
  only_row     boolean primary key default true check (only_row),
  story_count  integer not null,
  word_count   bigint  not null
);

insert into term_statistics (story_count, word_count) values (0, 0);

-- The terms of a story. A publication compares hundreds of these rows, so terms and counts are packed (little-endian integers of 4 and 2
-- bytes), and the columns by which candidates are selected are repeated here.
create table story_terms (
  story_id         uuid       primary key references story (id) on delete cascade,
  document_number  integer    not null generated always as identity,
  revision         bigint     not null,  -- the story's revision; if the story has a different revision, this row is out of date
  founder_id       uuid,
  topics           uuid[]     not null,
  word_count       integer    not null,
  terms            bytea      not null,  -- the strongest terms, by descending weight
  counts           bytea      not null,  -- their frequencies
  other_terms      bytea      not null,  -- the other terms; they count in "term" as well
  title_terms      integer[]  not null,
  lead_terms       integer[]  not null,  -- terms of title and dek
  norms            real[]     not null,  -- computed from the statistics at "revision"
  posted_terms     integer[]  not null,  -- the terms in "term_posting"
  impacts          smallint[] not null,  -- the impact of each posted term
  duplicate_of     uuid                  -- the canonical story of its group of near-duplicates
);

-- Hashes do not compress.
alter table story_terms alter column terms set storage main;
alter table story_terms alter column other_terms set storage external;

-- Postings refer to a story by its number. The index includes the id, so that a lookup does not read the row of 2 KB.
create unique index story_terms_by_number on story_terms (document_number) include (story_id);
create index story_terms_duplicates on story_terms (duplicate_of) where duplicate_of is not null;

create function unpack_integers(integers bytea) returns setof integer language sql immutable strict as $$
  select get_byte(integers, i) | (get_byte(integers, i + 1) << 8) | (get_byte(integers, i + 2) << 16) | (get_byte(integers, i + 3) << 24)
  from generate_series(0, length(integers) - 4, 4) as offsets (i)
$$;

-- The stories of a term, with their impact. Candidates come from the few hundred postings with the highest impact of each term, however
-- large the library is. The key is the whole row, so a story's postings are deleted without another index.
create table term_posting (
  term             integer  not null,
  impact           smallint not null,
  document_number  integer  not null,  -- of story_terms; a posting whose story is gone is ignored
  primary key (term, impact, document_number)
);

-- Without foreign keys: checking one for each of the 24 rows per story would take most of the time of a rebuild.
create table computed_recommendation (
  story_id            uuid   not null,
  target_id           uuid   not null,
  score               real   not null,
  shared_terms        text[] not null,
  takeaway_id         uuid,
  target_takeaway_id  uuid,
  primary key (story_id, target_id)
);

create index computed_recommendation_by_target on computed_recommendation (target_id);
