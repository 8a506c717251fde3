-- A story's JSON as delivery sends it, written with its row: the card of lists, and the page without its body. A list reads one column of
-- one table instead of thirteen of two, and nothing is written out again for each reader. It is good only for the revision of the story
-- and the form that stand beside it; where either differs (another version of the service, another setting), the rows are read.
alter table story
  add column finished_card      bytea,
  add column finished_page      bytea,
  add column finished_form      bigint,
  add column finished_revision  bigint;

-- A list shall not have to look elsewhere for its cards.
alter table story alter column finished_card set storage main;

do $$
begin
  alter table story alter column finished_page set compression lz4;
exception when feature_not_supported then
  null;
end $$;

-- A founder's name stands on the cards of the stories; whoever changes it, those are good no more.
create function unfinish() returns trigger language plpgsql as $$
begin
  update story set finished_revision = null where founder_id = new.id;
  return null;
end $$;

create trigger unfinish after update of name on founder for each row when (old.name <> new.name) execute function unfinish();
