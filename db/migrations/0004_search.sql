-- The search index. `reindex` rebuilds all of it from the library.

create extension if not exists pg_trgm;

-- Snowball stemmers that keep stop words: otherwise the phrase "are you ok" would match every "ok". The service itself tokenizes and folds
-- all texts, and stems the English ones.
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

-- The languages of the published stories. A query is stemmed in each of them.
create table search_language (
  name  text primary key
);

insert into search_language (name) values ('simple'), ('english');

-- Returns the query that matches a word or phrase in any language of "search_language". "stems" are the English stems of "words".
-- Written in PL/pgSQL, which plans the statement once per connection and not at every call.
create function search_words(words text[], stems text[]) returns tsquery language plpgsql stable as $$
begin
  return (
    select string_agg(distinct phrase, ' | ')::tsquery
    from (
      select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' <-> ' order by word_number) as phrase
      from search_language
      cross join lateral unnest(words, stems) with ordinality as token (word, stem, word_number)
      cross join lateral (
        select case name
          when 'simple' then word
          when 'english' then stem
          else coalesce((ts_lexize(('content_' || name || '_stem')::regdictionary, word))[1], word)
        end as lexeme) as stemmed
      group by name) as phrases);
end
$$;

-- The words of a story, for matching. Repeats the columns by which hits are filtered and counted, so that a search with 2,000 hits reads
-- one table.
create table story_search (
  story_id      uuid        primary key references story (id) on delete cascade,
  published_at  timestamptz not null,
  founder_id    uuid,
  topics        uuid[]      not null,
  body          tsvector    not null
);

alter table story_search alter column topics set storage main;
alter table story_search alter column body set storage external;  -- compression saves little and slows down writes and checks

create index story_search_body on story_search using gin (body);
create index story_search_by_date on story_search (published_at desc, story_id desc);

-- The words of a story, for ranking: title (weight A), founder and topics (B), dek (C), takeaways (D). A separate table keeps the rows of
-- story_search small.
create table story_search_head (
  story_id  uuid      primary key references story (id) on delete cascade,
  words     tsvector  not null
);

alter table story_search_head alter column words set storage main;

create index story_search_head_words on story_search_head using gin (words);

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

-- Completions of titles, founders and topics: for each of the first words of a text, the folded text from that word on.
create table suggestion (
  kind        text     not null check (kind in ('story', 'founder', 'topic')),
  key         text     collate "C" not null check (length(key) between 1 and 100),
  word_index  smallint not null,  -- index of the word at which the key starts
  id          uuid     not null,
  primary key (kind, key, word_index, id)
);

create index suggestion_by_id on suggestion (id);
