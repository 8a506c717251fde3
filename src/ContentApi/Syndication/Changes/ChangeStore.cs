using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Syndication.Changes;

/// <summary>Reads the change log of published content.</summary>
internal sealed class ChangeStore(SnapshotReader reader, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// Lists the changes in the first <paramref name="limit"/> revisions after a revision, optionally with the stories in their current
    /// state.
    /// </summary>
    public Task<ChangeList> List(long after, int limit, bool includeStories, CancellationToken cancellationToken)
    {
        // Revisions have no gaps, so a range of numbers selects complete revisions.
        const string InRange = "where revision > @After and revision <= @After + @Limit";
        return reader.Read(
            $"""
            select revision as Revision, kind as Kind, id as Id, slug as Slug, previous_slug as PreviousSlug, merged_into as MergedInto,
              operation as Operation, reason as Reason, changed_at as At
            from library_change
            {InRange}
            order by revision, kind desc, id;

            {(includeStories ? StoryComposer.SelectSql(BodyFormat.Blocks, $"select id from library_change {InRange} and kind = '{LibraryChangeKind.Story.GetName()}'") : "")}
            """,
            new { After = after, Limit = (long)limit, options.Value.SiteUrl, options.Value.TimeZone },
            async results =>
            {
                var changes = (await results.ReadAsync<Change>()).AsList();
                var storiesById = includeStories ? (await StoryComposer.Read(results)).ToDictionary(story => story.Id) : [];
                var lastRevision = changes.Count == 0 ? after : changes[^1].Revision;
                return new ChangeList
                {
                    Items = includeStories ? changes.ConvertAll(change => change with { Story = storiesById.GetValueOrDefault(change.Id) }) : changes,
                    LastRevision = lastRevision,
                    Position = LogPosition.Format(lastRevision),
                };
            },
            cancellationToken);
    }
}
