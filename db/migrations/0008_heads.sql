-- What is ranked of a story stands in its row: a little larger than the rest, it was moved out, and a search looked hundreds up one by one.
-- (Rows that are there get it when they are next written, or by `reindex`.)
alter table story_search alter column head set storage main;
