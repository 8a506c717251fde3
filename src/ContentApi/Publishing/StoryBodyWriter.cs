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

        {AffectedStory.Select};

        select revision as Revision, greatest(clock_timestamp(), changed_at) as ChangedAt from library_revision;
        """;

    private static string FormatVersion => RenderedStory.FormatVersion.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Renders the bodies of stories again. Each story is a change with a revision of its own, so that parts of the change log stay small.
    /// </summary>
    public async Task Write(Guid[] ids)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(SelectVersions, new { Ids = ids }, commandTimeout: 300, cancellationToken: cancellationToken));
        var versions = (await results.ReadAsync<VersionDocument>()).AsList();
        var stories = (await results.ReadAsync<AffectedStory>()).AsList();
        var (revision, changedAt) = await results.ReadSingleAsync<(long, DateTime)>();
        await results.DisposeAsync();

        var rendered = versions.AsParallel().AsOrdered().Select(version => RenderedStory.Render(version.ReadDocument(), version.ReadLiveSections(), cancellationToken)).ToList();
        var revisions = versions.Select((version, index) => (version.DraftId, Revision: revision + 1 + index)).ToDictionary(row => row.DraftId, row => row.Revision);
        var saved = (await connection.QueryAsync<(Guid Id, long Revision, long FormerRevision, bool HasOtherText)>(new CommandDefinition(
            PublisherSql.SaveBodies,
            new
            {
                Id = versions.ConvertAll(version => version.DraftId),
                Revision = versions.ConvertAll(version => revisions[version.DraftId]),
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
            new { Id = sameText.ConvertAll(story => story.Id), Revision = sameText.ConvertAll(story => story.Revision), FormerRevision = sameText.ConvertAll(story => story.FormerRevision) },
            cancellationToken: cancellationToken));
        await new StoryJsonWriter(connection, options, cancellationToken).Write(ids);
        await new SearchIndexWriter(connection, cancellationToken).Index(saved.Where(story => story.HasOtherText).Select(story => story.Id).ToList());
        await using var batch = connection.CreateBatch();
        ChangeLogWriter.Append(batch, stories.ConvertAll(story => new ChangeRow
        {
            Revision = revisions[story.Id],
            ChangedAt = changedAt,
            Kind = LibraryChangeKind.Story,
            Id = story.Id,
            Slug = story.Slug,
            Operation = LibraryChangeOperation.Updated,
            Tags = new SortedSet<string>(story.CreateTags(), StringComparer.Ordinal) { CacheTag.Recommendations },
        }));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
