using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Library;

/// <summary>Reads a topic from the library.</summary>
internal sealed class TopicReader(SnapshotReader reader)
{
    /// <summary>The columns of a topic, selected from `topic t`.</summary>
    public static readonly string Columns = """
        t.id as Id, t.slug as Slug, t.name as Name, t.revision as Revision,
            (select count(*) from story_topic where topic_id = t.id)::int as StoryCount
        """;

    /// <summary>Returns the topic with this slug; for a former slug, the current one; otherwise neither.</summary>
    public Task<(Topic? Topic, string? NewSlug)> Find(string slug, CancellationToken cancellationToken) =>
        reader.Read(
            $"""
            select {Columns} from topic t where t.slug = @Slug;
            {RedirectSql.SelectCurrentSlug(LibraryChangeKind.Topic)}
            """,
            new { Slug = slug },
            async results => (await results.ReadSingleOrDefaultAsync<Topic?>(), await results.ReadSingleOrDefaultAsync<string?>()),
            cancellationToken);
}
