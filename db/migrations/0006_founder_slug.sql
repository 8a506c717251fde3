-- A page's cache tags contain the slug of its founder, so the slug is stored beside the pre-serialized JSON. Slugs of founders never change.
alter table story add column founder_slug text collate "C";

update story s set founder_slug = f.slug from founder f where f.id = s.founder_id;

-- The service renders the JSON of a founder's stories in the transaction that changes the founder's name.
drop trigger invalidate_story_json on founder;
drop function invalidate_story_json();
