namespace ContentApi.Authoring;

/// <summary>The statements that write the library: one round trip, values as arrays.</summary>
internal static class PublisherSql
{
    public const string Write = """
        insert into founder (id, slug, name, name_key, bio, image, revision)
        select id, slug, name, name_key, bio, image::json, revision
        from unnest(@FounderId, @FounderSlug, @FounderName, @FounderNameKey, @FounderBio, @FounderImage, @FounderRevision)
          as given (id, slug, name, name_key, bio, image, revision)
        on conflict (id) do update set
          name = excluded.name, name_key = excluded.name_key, bio = excluded.bio, image = excluded.image, revision = excluded.revision;

        insert into topic (id, slug, name, name_key, revision)
        select id, slug, name, name_key, revision
        from unnest(@TopicId, @TopicSlug, @TopicName, @TopicNameKey, @TopicRevision) as given (id, slug, name, name_key, revision);

        delete from story_topic where story_id = any(@Updated);
        delete from takeaway where story_id = any(@Updated);
        delete from recommendation where story_id = any(@Updated);

        insert into story (
          id, slug, title, title_key, dek, byline, founder_id, published_at, updated_at, reading_minutes, word_count,
          image, language, license, canonical_url, sections, html, markdown, plain_text, document_hash, revision)
        select
          id, slug, title, title_key, dek, byline, founder_id, published_at, now(), reading_minutes, word_count,
          image::json, language, license, canonical_url, sections::json, html, markdown, plain_text, document_hash, revision
        from unnest(
          @Id, @Slug, @Title, @TitleKey, @Dek, @Byline, @StoryFounder, @PublishedAt, @ReadingMinutes, @WordCount,
          @Image, @Language, @License, @CanonicalUrl, @Sections, @Html, @Markdown, @PlainText, @Hash, @StoryRevision)
          as given (
            id, slug, title, title_key, dek, byline, founder_id, published_at, reading_minutes, word_count,
            image, language, license, canonical_url, sections, html, markdown, plain_text, document_hash, revision)
        on conflict (id) do update set
          title = excluded.title, title_key = excluded.title_key, dek = excluded.dek, byline = excluded.byline,
          founder_id = excluded.founder_id, published_at = excluded.published_at, updated_at = excluded.updated_at,
          reading_minutes = excluded.reading_minutes, word_count = excluded.word_count, image = excluded.image,
          language = excluded.language, license = excluded.license, canonical_url = excluded.canonical_url,
          sections = excluded.sections, html = excluded.html, markdown = excluded.markdown, plain_text = excluded.plain_text,
          document_hash = excluded.document_hash, revision = excluded.revision;

        insert into story_topic (story_id, topic_id, position, published_at)
        select * from unnest(@FiledStory, @FiledTopic, @FiledPosition, @FiledAt);

        insert into takeaway (id, story_id, position, statement, explanation)
        select * from unnest(@TakeawayId, @TakeawayStory, @TakeawayPosition, @Statement, @Explanation);

        insert into recommendation (story_id, position, target, card)
        select story_id, position, target, card::json
        from unnest(@CardStory, @CardPosition, @CardTarget, @Card) as given (story_id, position, target, card);

        insert into library_change (revision, kind, id, slug, operation, tags)
        select revision, kind, id, slug, operation, string_to_array(tags, chr(10))
        from unnest(@LogRevision, @LogKind, @LogId, @LogSlug, @LogOperation, @LogTags) as given (revision, kind, id, slug, operation, tags);

        update library_revision set revision = @Revision, changed_at = clock_timestamp();

        select pg_notify('library', @Revision::text);
        """;
}
