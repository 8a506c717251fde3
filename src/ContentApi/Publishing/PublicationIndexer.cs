using ContentApi.ChangeLog;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Updates the search index and the recommendation lists inside the publishing transaction.</summary>
internal sealed class PublicationIndexer(PublicationPlanner planner, PublicationContext context, NpgsqlConnection connection, CancellationToken cancellationToken)
{
    private List<StoryRow> Stories => planner.Batch.Stories;

    /// <summary>
    /// Adds the statements that index the published stories. Adds the stories whose recommendation lists change to the cache tags of the
    /// publications.
    /// </summary>
    public async Task Index(NpgsqlBatch batch, bool areListsDeferred)
    {
        if (Stories.Count == 0)
        {
            return;
        }

        SearchIndexWriter.Write(batch, await CreateSearchUpdate());
        if (areListsDeferred)
        {
            return;
        }

        if (context.IsSmallLibrary(Stories.Count(story => story.IsNew)))
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            batch.BatchCommands.Clear();
            AddTags(Stories[0], await new RecommendationIndexWriter(connection, cancellationToken).RebuildAll());
        }
        else
        {
            await UpdateLists(batch);
        }
    }

    private async Task<SearchIndexUpdate> CreateSearchUpdate()
    {
        List<StorySearchVectors> vectors = [];
        foreach (var story in Stories)
        {
            var prepared = story.Prepared.SearchVectors!;
            var document = prepared.Story with
            {
                Id = story.Id,
                PublishedAt = story.PublishedAt,
                FounderId = story.Founder?.Id,
                TopicIds = story.Topics.Select(topic => topic.Id).ToArray(),
                Founder = story.Founder?.Name,
                Topics = story.Topics.Select(topic => topic.Name).ToArray(),
            };
            var isCurrent = document.Founder == prepared.Story.Founder && document.Topics.SequenceEqual(prepared.Story.Topics, StringComparer.Ordinal);
            vectors.Add(isCurrent
                ? prepared with { Story = document }
                : SearchVectorBuilder.Build(document, await SearchVectorBuilder.CreateStemmers([document], connection, cancellationToken))); // a name changed after the preparation
        }

        var founders = Stories.Select(story => story.Founder).OfType<FounderRow>().DistinctBy(founder => founder.Id).Where(founder => !founder.IsIndexed);
        var topics = Stories.SelectMany(story => story.Topics).DistinctBy(topic => topic.Id).Where(topic => !topic.IsIndexed);
        return new(
            vectors,
            Stories.Where(story => !story.IsNew).Select(story => story.Id).ToList(),
            founders.Select(founder => SearchVectorBuilder.Build(new FounderSearchDocument(founder.Id, founder.Name, founder.Bio))).ToList(),
            topics.Select(topic => new TopicSearchDocument(topic.Id, topic.Name)).ToList());
    }

    /// <summary>
    /// Adds the stories that were published after the preparation to the comparisons, also those of the same transaction, and adds the
    /// statements that write the lists.
    /// </summary>
    private async Task UpdateLists(NpgsqlBatch batch)
    {
        var preparedAt = Stories.Min(story => story.Prepared.LibraryRevision);
        var replacedIds = Stories.Where(story => !story.IsNew).Select(story => story.Id).ToArray();
        var changed = preparedAt < context.Revision ? await ChangedStories.ReadSince(connection, preparedAt, replacedIds, cancellationToken) : null;
        List<StoryComparison> comparisons = [];
        foreach (var story in Stories)
        {
            var comparison = story.Prepared.Comparison!;
            comparison = changed is null ? comparison : comparison.With(changed);
            var attributes = new StoryAttributes(story.Id, story.Revision, story.Founder?.Id, story.Topics.Select(topic => topic.Id).ToArray());
            RecommendationIndexWriter.Index(batch, comparison, attributes);
            AddTags(story, comparison.EnteredSlugs);
            comparisons.Add(comparison);
            var published = comparison.ToChangedStories(story.Rendered.Slug, attributes);
            changed = changed is null ? published : changed.With(published);
        }

        RecommendationIndexWriter.ChangeTerms(batch, comparisons);
    }

    private void AddTags(StoryRow story, IEnumerable<string> affectedSlugs) =>
        planner.Recorder.Changes.First(change => change.Kind == LibraryChangeKind.Story && change.Id == story.Id).Tags.UnionWith(affectedSlugs.Select(CacheTag.Story));
}
