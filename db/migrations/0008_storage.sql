-- Merging frequencies updates thousands of rows. With free space in a page, an update writes no index entries. Holds
-- for new pages, so an existing library gains from it at its next reindex.
alter table term set (fillfactor = 70);

-- ANALYZE reads every word of these columns, which takes seconds in a large library, and autovacuum runs it after each 10 percent of new rows.
-- No query plan depends on the result: the words of a search and the candidates of a story are parameters.
alter table story_search alter column body set statistics 0;
alter table story_search_head alter column words set statistics 0;
alter table takeaway_search alter column words set statistics 0;
alter table founder_search alter column words set statistics 0;
alter table story_terms
  alter column topics set statistics 0,
  alter column terms set statistics 0,
  alter column counts set statistics 0,
  alter column other_terms set statistics 0,
  alter column title_terms set statistics 0,
  alter column lead_terms set statistics 0,
  alter column norms set statistics 0,
  alter column posted_terms set statistics 0,
  alter column impacts set statistics 0;
