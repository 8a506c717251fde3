-- Publications append the changes of document frequencies here, because updating a row of "term" for each word of a story takes most of the
-- time of a publication. A node merges them into "term" later, many stories at once.
create table term_change (
  id           bigint    generated always as identity primary key,
  story_count  smallint  not null check (story_count between -1 and 1),
  word_count   integer   not null,
  added        integer[] not null,  -- the terms that a story has gained
  words        text[]    not null,  -- a spelling of each added term; empty for word pairs
  removed      integer[] not null   -- the terms that a story has lost
);

-- Hashes do not compress.
alter table term_change alter column added set storage external;
alter table term_change alter column words set storage external;
alter table term_change alter column removed set storage external;

-- Counts the changes of "term", so that nodes know whether their cached frequencies are current.
alter table term_statistics add column version bigint not null default 0;
