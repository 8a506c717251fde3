-- Former slugs of resources, which redirect. The kind is that of library_change. Stories have their own tables, because they can be withdrawn.
create table redirect (
  kind       text not null,
  slug       text collate "C" not null,
  target_id  uuid not null,
  primary key (kind, slug)
);

create index redirect_by_target on redirect (target_id);

-- Former names of founders and topics, and the names of those that were merged. Documents that still have such a name match it.
create table former_name (
  kind       text not null,
  name_key   text collate "C" not null,
  name       text not null,
  target_id  uuid not null,
  primary key (kind, name_key, name, target_id)
);

create index former_name_by_target on former_name (target_id);

alter table library_change
  add column merged_into text,
  drop constraint library_change_operation_check,
  add constraint library_change_operation_check check (operation in ('published', 'updated', 'renamed', 'merged', 'withdrawn', 'deleted', 'reindexed'));

-- A card shows the id of its founder, so the founder of an announced story must exist. Earlier versions stored only its slug and name. The
-- sort key of a name with other characters than letters, digits and spaces is made from the slug. The ids are UUIDv7.
with announced as (
  select distinct on (card.slug) card.slug, card.name
  from (select r.card #>> array['founder', 'slug'] as slug, r.card #>> array['founder', 'name'] as name from recommendation r) as card
  where card.slug is not null and not exists (select from founder f where f.slug = card.slug)
  order by card.slug, card.name),
next as (
  update library_revision set revision = revision + 1, changed_at = greatest(clock_timestamp(), changed_at)
  where exists (select from announced)
  returning revision, changed_at),
created as (
  insert into founder (id, slug, name, name_key, revision)
  select
    encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid,
    announced.slug, announced.name,
    case when announced.name ~ '^[A-Za-z0-9 ]+$' then lower(regexp_replace(btrim(announced.name), ' +', ' ', 'g')) else replace(announced.slug, '-', ' ') end,
    next.revision
  from announced cross join next
  returning id, slug)
insert into library_change (revision, kind, id, slug, operation, changed_at, cache_tags)
select next.revision, 'founder', created.id, created.slug, 'published', next.changed_at, array['founder:' || created.slug, 'founders', 'stories', 'names', 'recommendations']
from created cross join next;

-- Finds the announced stories about a founder who is to be deleted.
create index recommendation_by_founder on recommendation ((card #>> array['founder', 'slug'])) where card is not null;
