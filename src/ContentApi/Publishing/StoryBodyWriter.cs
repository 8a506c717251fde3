using System.Globalization;
using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Renders the stored bodies of published stories again, after a change of their format, under the publishing lock. Blocks keep their ids.
/// </summary>
internal sealed class StoryBodyWriter(NpgsqlConnection connection, LibraryOptions options, CancellationToken cancellationToken)
{
    /// <summary>Selects the ids of the stories whose bodies have another format version.</summary>
    public static readonly string SelectOutdated = $"select s.id from story s where s.body_format <> {FormatVersion} order by s.id";

    private static readonly string SelectVersions = $"""
        select {VersionStore.Columns}
        from story s
        join draft d on d.id = s.id
        join draft_version v on v.draft_id = d.id and v.version = d.published_version
        where s.id = any(@Ids)
        order by s.id;

        select s.id as Id, s.slug as Slug, s.founder_slug as FounderSlug,
          array(select t.slug from story_topic join topic t on t.id = story_topic.topic_id where story_topic.story_id = s.id) as TopicSlugs
        from story s
        where s.id = any(@Ids)
        order by s.id;

        select revision + 1 as Revision, greatest(clock_timestamp(), changed_at) as ChangedAt from library_revision;
        """;

    private static string FormatVersion => RenderedStory.FormatVersion.ToString(CultureInfo.InvariantCulture);

    /// <summary>Renders the bodies of stories again, as one revision that changes all of them.</summary>
    public async Task Write(Guid[] ids)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(SelectVersions, new { Ids = ids }, commandTimeout: 300, cancellationToken: cancellationToken));
        var versions = (await results.ReadAsync<VersionDocument>()).AsList();
        var stories = (await results.ReadAsync<StoryTagRow>()).AsList();
        var (revision, changedAt) = await results.ReadSingleAsync<(long, DateTime)>();
        await results.DisposeAsync();

        var rendered = versions.AsParallel().AsOrdered().Select(version => RenderedStory.Render(version.ReadDocument(), version.ReadLiveSections(), cancellationToken)).ToList();
        var saved = (await connection.QueryAsync<(Guid Id, long FormerRevision, bool HasOtherText)>(new CommandDefinition(
            PublisherSql.SaveBodies,
            new
            {
                Revision = revision,
                Id = versions.ConvertAll(version => version.DraftId),
                Sections = rendered.ConvertAll(story => story.SectionsJson),
                Html = rendered.ConvertAll(story => story.Html),
                Markdown = rendered.ConvertAll(story => story.Markdown),
                PlainText = rendered.ConvertAll(story => story.PlainText),
                WordCount = rendered.ConvertAll(story => story.WordCount),
                ReadingMinutes = rendered.ConvertAll(story => story.ReadingMinutes),
            },
            commandTimeout: 300,
            cancellationToken: cancellationToken))).AsList();
        var sameText = saved.FindAll(story => !story.HasOtherText);
        await connection.ExecuteAsync(new CommandDefinition(
            PublisherSql.KeepLists,
            new { Revision = revision, Id = sameText.ConvertAll(story => story.Id), FormerRevision = sameText.ConvertAll(story => story.FormerRevision) },
            cancellationToken: cancellationToken));
        await new StoryJsonWriter(connection, options, cancellationToken).Write(ids);
        await new SearchIndexWriter(connection, cancellationToken).Index(saved.Where(story => story.HasOtherText).Select(story => story.Id).ToList());
        await using var batch = connection.CreateBatch();
        ChangeLogWriter.Append(batch, stories.ConvertAll(story => story.CreateChange(revision, changedAt)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A story, with the slugs in the cache tags of the responses that contain it.</summary>
    private sealed record StoryTagRow
    {
        public required Guid Id { get; init; }

        public required string Slug { get; init; }

        public required string? FounderSlug { get; init; }

        public required string[] TopicSlugs { get; init; }

        public ChangeRow CreateChange(long revision, DateTime changedAt)
        {
            var tags = new SortedSet<string>(TopicSlugs.Select(CacheTag.Topic), StringComparer.Ordinal) { CacheTag.Story(Slug), CacheTag.Stories, CacheTag.Recommendations };
            if (FounderSlug is not null)
            {
                tags.Add(CacheTag.Founder(FounderSlug));
            }

            return new() { Revision = revision, ChangedAt = changedAt, Kind = LibraryChangeKind.Story, Id = Id, Slug = Slug, Operation = LibraryChangeOperation.Updated, Tags = tags };
        }
    }
}
