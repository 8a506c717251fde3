-- The rights in a story besides "license". Versions before this script neither read nor write these columns.
alter table story
  add column copyright_holder  text check (length(copyright_holder) <= 300),
  add column attribution_text  text check (length(attribution_text) <= 1000),
  add column attribution_url   text check (length(attribution_url) <= 2000),
  add column syndication       text not null default 'allowed' check (syndication in ('allowed', 'denied'));
