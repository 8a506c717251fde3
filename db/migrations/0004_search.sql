-- What search reads beside the library. All of it can be made again from the library (`reindex`).

create extension if not exists pg_trgm;

-- The service takes texts apart into words, folds them and stems the English ones; PostgreSQL stems those of other languages, with
-- stemmers that keep stop words: without them the phrase "are you ok" would find every "ok".
do $$
declare
  name text;
begin
  foreach name in array array[
    'danish', 'dutch', 'finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian', 'portuguese', 'romanian', 'russian', 'spanish', 'swedish', 'turkish']
  loop
    execute format('create text search dictionary content_%1$s_stem (template = snowball, language = %1$s)', name);
  end loop;
end $$;

-- The languages of the library's stories: a word that somebody looks for may be of any of them.
create table search_language (
  name  text primary key
);

insert into search_language (name) values ('simple'), ('english');

-- Words one after the other, in any of the library's languages. `stems` are their English stems.
create function search_words(words text[], stems text[]) returns tsquery language sql stable as $$
  select string_agg(distinct phrase, ' | ')::tsquery
  from (
    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' <-> ' order by place) as phrase
    from search_language
    cross join lateral unnest(words, stems) with ordinality as given (word, stem, place)
    cross join lateral (
      select case name
        when 'simple' then word
        when 'english' then stem
        else coalesce((ts_lexize(('content_' || name || '_stem')::regdictionary, word))[1], word)
      end as lexeme) as looked
    group by name) as languages
$$;

-- `head` is small and ranked: title (A), founder and topics (B), dek (C), takeaways (D). `body` has all words, and finds. What hits are
-- filtered and counted by stands beside it: looking it up for two thousand of them took as long as finding and ranking them.
create table story_search (
  story_id      uuid        primary key references story (id) on delete cascade,
  published_at  timestamptz not null,
  founder_id    uuid,
  topics        uuid[]      not null,
  head          tsvector    not null,
  body          tsvector    not null
);

-- Compressed it is hardly smaller, and is written and checked more slowly.
alter table story_search alter column body set storage external;

create index story_search_body on story_search using gin (body);
create index story_search_by_date on story_search (published_at desc, story_id desc);

create table takeaway_search (
  takeaway_id   uuid        primary key references takeaway (id) on delete cascade,
  story_id      uuid        not null,
  published_at  timestamptz not null,
  words         tsvector    not null
);

create index takeaway_search_words on takeaway_search using gin (words);
create index takeaway_search_by_date on takeaway_search (published_at desc, takeaway_id desc);

create table founder_search (
  founder_id  uuid     primary key references founder (id) on delete cascade,
  words       tsvector not null
);

create index founder_search_words on founder_search using gin (words);

-- Titles, names and topics as they are completed while one types: folded, from each of their first words on.
create table suggestion (
  kind   text     not null check (kind in ('story', 'founder', 'topic')),
  key    text     collate "C" not null check (length(key) between 1 and 100),
  place  smallint not null,
  id     uuid     not null,
  primary key (kind, key, place, id)
);

create index suggestion_by_id on suggestion (id);
