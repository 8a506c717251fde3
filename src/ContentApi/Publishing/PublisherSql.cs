using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The SQL statements that change published content, other than those that insert rows.</summary>
internal static class PublisherSql
{
    /// <summary>Makes the public former slugs of drafts redirect to their stories $1.</summary>
    public const string RestoreAliases = """
        insert into slug_alias (slug, story_id)
        select slug, draft_id from draft_alias where draft_id = any($1) and is_public
        on conflict do nothing
        """;

    /// <summary>Deletes the records of the withdrawal of the stories $1, and of other stories that had their slugs, $2.</summary>
    public const string DeleteTombstones = """
        delete from withdrawn_story
        where story_id = any($1) or slug = any($2) or slug in (select slug from slug_alias where story_id = any($1))
        """;

    /// <summary>
    /// Deletes the published story of a draft and records its withdrawal under its current and former slugs, which then return 410.
    /// </summary>
    public const string Withdraw = """
        insert into withdrawn_story (slug, story_id, reason, withdrawn_at)
        select slug, @Id, @Reason, @Now
        from (select @Slug as slug union select slug from slug_alias where story_id = @Id) as slugs
        on conflict (slug) do update set story_id = excluded.story_id, reason = excluded.reason, withdrawn_at = excluded.withdrawn_at;

        delete from story where id = @Id;

        update draft set
          published_version = null, scheduled_version = null, scheduled_at = null, scheduled_reason = null, schedule_error = null, withdrawn = true, updated_at = @Now
        where id = @Id;

        """;

    /// <summary>Renames a draft and its published story, and makes the former slug an alias.</summary>
    public const string Rename = """
        delete from draft_alias where slug = @NewSlug;
        insert into draft_alias (slug, draft_id, is_public) select @Slug, id, first_published_at is not null from draft where id = @Id;
        update draft set slug = @NewSlug, updated_at = @Now where id = @Id;

        delete from slug_alias where slug = @NewSlug;
        delete from withdrawn_story where slug = @NewSlug and exists (select from story where id = @Id);

        insert into slug_alias (slug, story_id) select @Slug, id from story where id = @Id;
        update story set slug = @NewSlug, updated_at = @Now, revision = @Revision where id = @Id;

        """;

    /// <summary>Stores the pre-serialized JSON of stories.</summary>
    public const string SaveStoryJson = """
        update story s set
          card_json = input.card_json, page_json = input.page_json, founder_slug = input.founder_slug, json_format = @FormatVersion,
          json_revision = s.revision
        from unnest(@Id, @CardJson, @PageJson, @FounderSlug) as input (id, card_json, page_json, founder_slug)
        where s.id = input.id
        """;

    /// <summary>Saves the rendered bodies. Returns the former revision of each story, and whether its plain text has changed.</summary>
    public static readonly string SaveBodies = $"""
        update story s set
          sections = input.sections::json, html = input.html, markdown = input.markdown, plain_text = input.plain_text,
          word_count = input.word_count, reading_minutes = input.reading_minutes, body_format = {RenderedStory.FormatVersion}, revision = input.revision
        from unnest(@Id, @Revision, @Sections, @Html, @Markdown, @PlainText, @WordCount, @ReadingMinutes)
          as input (id, revision, sections, html, markdown, plain_text, word_count, reading_minutes)
        join story old on old.id = input.id
        where s.id = input.id
        returning s.id, s.revision, old.revision, old.plain_text <> s.plain_text
        """;

    /// <summary>Marks the recommendation lists of stories with the same text as current.</summary>
    public const string KeepLists = """
        update story_terms t set revision = input.revision
        from unnest(@Id, @Revision, @FormerRevision) as input (id, revision, former_revision)
        where t.story_id = input.id and t.revision = input.former_revision
        """;

    /// <summary>Deletes a draft with all its versions.</summary>
    public const string Delete = "delete from draft where id = @Id";

    /// <summary>
    /// Records the rebuild of recommendation lists as one change of the library. The tag `recommendations` covers every list.
    /// </summary>
    public static readonly string RecordReindex = $"""
        update library_revision set revision = revision + 1, changed_at = clock_timestamp();

        insert into library_change (revision, kind, id, slug, operation, cache_tags)
        select revision, '{LibraryChangeKind.Recommendations.GetName()}', '{Guid.Empty}', 'recommendations', '{LibraryChangeOperation.Reindexed.GetName()}', array['{CacheTag.Recommendations}']
        from library_revision;

        select pg_notify('{ChangeLogListener.Channel}', revision::text) from library_revision;

        select revision from library_revision;
        """;
}
