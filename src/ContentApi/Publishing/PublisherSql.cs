using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>
/// The SQL statements of <see cref="Publisher"/>: one round trip for each operation, with the values of many rows as arrays.
/// </summary>
internal static class PublisherSql
{
    /// <summary>Writes documents to the tables of drafts and to those of published content.</summary>
    public const string Publish = """
        insert into draft (
          id, slug, version, published_version, first_published_at, scheduled_version, scheduled_at, withdrawn, created_at, updated_at)
        select id, slug, version, published_version, first_published_at, scheduled_version, scheduled_at, withdrawn, @Now, @Now
        from unnest(@DraftId, @DraftSlug, @DraftVersion, @PublishedVersion, @FirstPublishedAt, @ScheduledVersion, @ScheduledAt, @Withdrawn)
          as input (id, slug, version, published_version, first_published_at, scheduled_version, scheduled_at, withdrawn)
        on conflict (id) do update set
          version = excluded.version, published_version = excluded.published_version, first_published_at = excluded.first_published_at,
          scheduled_version = excluded.scheduled_version, scheduled_at = excluded.scheduled_at, schedule_error = null,
          withdrawn = excluded.withdrawn, updated_at = excluded.updated_at;

        insert into draft_version (draft_id, version, document, content_hash, saved_at, saved_by)
        select draft_id, version, document::jsonb, content_hash, @Now, @Actor
        from unnest(@VersionDraft, @Version, @Document, @ContentHash) as input (draft_id, version, document, content_hash);

        insert into founder (id, slug, name, name_key, bio, image, revision)
        select id, slug, name, name_key, bio, image::json, revision
        from unnest(@FounderId, @FounderSlug, @FounderName, @FounderNameKey, @FounderBio, @FounderImage, @FounderRevision)
          as input (id, slug, name, name_key, bio, image, revision)
        on conflict (id) do update set
          name = excluded.name, name_key = excluded.name_key, bio = excluded.bio, image = excluded.image, revision = excluded.revision;

        insert into topic (id, slug, name, name_key, revision)
        select id, slug, name, name_key, revision
        from unnest(@TopicId, @TopicSlug, @TopicName, @TopicNameKey, @TopicRevision) as input (id, slug, name, name_key, revision);

        delete from story_topic where story_id = any(@Updated);
        delete from takeaway where story_id = any(@Updated);
        delete from recommendation where story_id = any(@Updated);

        insert into story (
          id, slug, title, title_key, dek, byline, founder_id, founder_slug, published_at, updated_at, reading_minutes, word_count,
          image, language, license, canonical_url, sections, html, markdown, plain_text, revision)
        select
          id, slug, title, title_key, dek, byline, founder_id, founder_slug, published_at, @Now, reading_minutes, word_count,
          image::json, language, license, canonical_url, sections::json, html, markdown, plain_text, revision
        from unnest(
          @Id, @Slug, @Title, @TitleKey, @Dek, @Byline, @StoryFounder, @StoryFounderSlug, @PublishedAt, @ReadingMinutes, @WordCount,
          @Image, @Language, @License, @CanonicalUrl, @Sections, @Html, @Markdown, @PlainText, @StoryRevision)
          as input (
            id, slug, title, title_key, dek, byline, founder_id, founder_slug, published_at, reading_minutes, word_count,
            image, language, license, canonical_url, sections, html, markdown, plain_text, revision)
        on conflict (id) do update set
          title = excluded.title, title_key = excluded.title_key, dek = excluded.dek, byline = excluded.byline,
          founder_id = excluded.founder_id, founder_slug = excluded.founder_slug, published_at = excluded.published_at, updated_at = excluded.updated_at,
          reading_minutes = excluded.reading_minutes, word_count = excluded.word_count, image = excluded.image,
          language = excluded.language, license = excluded.license, canonical_url = excluded.canonical_url,
          sections = excluded.sections, html = excluded.html, markdown = excluded.markdown, plain_text = excluded.plain_text,
          revision = excluded.revision;

        insert into slug_alias (slug, story_id)
        select slug, draft_id from draft_alias where draft_id = any(@Id) and is_public
        on conflict do nothing;

        delete from withdrawn_story
        where story_id = any(@Id) or slug = any(@Slug) or slug in (select slug from slug_alias where story_id = any(@Id));

        insert into story_topic (story_id, topic_id, position, published_at)
        select * from unnest(@StoryTopicStory, @StoryTopicTopic, @StoryTopicPosition, @StoryTopicPublishedAt);

        insert into takeaway (id, story_id, position, statement, explanation)
        select * from unnest(@TakeawayId, @TakeawayStory, @TakeawayPosition, @Statement, @Explanation);

        insert into recommendation (story_id, position, target, card)
        select story_id, position, target, card::json
        from unnest(@CardStory, @CardPosition, @CardTarget, @Card) as input (story_id, position, target, card);

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
          published_version = null, scheduled_version = null, scheduled_at = null, schedule_error = null, withdrawn = true, updated_at = @Now
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

    /// <summary>
    /// Stores the pre-serialized JSON of stories, and the slug of the founder, which nodes of the previous version do not store.
    /// </summary>
    public const string SaveStoryJson = """
        update story s set
          card_json = input.card_json, page_json = input.page_json, founder_slug = input.founder_slug, json_format = @FormatVersion, json_revision = s.revision
        from unnest(@Id, @CardJson, @PageJson, @FounderSlug) as input (id, card_json, page_json, founder_slug)
        where s.id = input.id
        """;

    /// <summary>Deletes a draft with all its versions.</summary>
    public const string Delete = "delete from draft where id = @Id;\n";

    public const string SaveFounder = """
        insert into founder (id, slug, name, name_key, bio, image, revision)
        values (@Id, @Slug, @Name, @NameKey, @Bio, @Image::json, @Revision)
        on conflict (id) do update set
          name = excluded.name, name_key = excluded.name_key, bio = excluded.bio, image = excluded.image, revision = excluded.revision;

        """;

    public const string DeleteFounder = "delete from founder where id = @Id;\n";

    /// <summary>
    /// Completes every change: appends to the change log, advances the revision, appends to the audit log and notifies all nodes.
    /// </summary>
    public static readonly string AppendLog = $"""
        insert into library_change (revision, kind, id, slug, operation, reason, previous_slug, changed_at, cache_tags)
        select revision, kind, id, slug, operation, reason, previous_slug, @Now, string_to_array(cache_tags, chr(10))
        from unnest(@LogRevision, @LogKind, @LogId, @LogSlug, @LogOperation, @LogReason, @LogPreviousSlug, @LogTags)
          as input (revision, kind, id, slug, operation, reason, previous_slug, cache_tags);

        update library_revision set revision = @Revision, changed_at = @Now where revision < @Revision;

        insert into audit (occurred_at, key_id, actor, action, slug, version, detail)
        select @Now, @KeyId, @Actor, action, slug, version, detail
        from unnest(@AuditAction, @AuditSlug, @AuditVersion, @AuditDetail) as input (action, slug, version, detail);

        select pg_notify('{ChangeLogListener.Channel}', @Revision::text);
        """;

    /// <summary>Adds cache tags to the change of a story: those of the stories whose recommendation lists it affects.</summary>
    public static readonly string AddTags = $"""
        update library_change set cache_tags = array(select distinct tag from unnest(cache_tags || @tags) as tags (tag) order by tag)
        where revision = @Revision and kind = '{LibraryChangeKind.Story.GetName()}' and id = @Id
        """;

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
