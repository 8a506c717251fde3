using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Prepares publications, normally before they take the lock: renders the documents with the ids of the versions that they replace, builds
/// their search vectors, and compares them with the library.
/// </summary>
internal sealed class PublicationPreparer(Database database, StoryComparer comparer)
{
    private static readonly string SelectLibrary = $"""
        select revision, (select count(*) from (select from story limit {RecommendationIndexWriter.SmallLibrarySize + 1}) as counted)::int from library_revision;

        {StoredTerms.SelectSql}

        {NamedResourceSql.Select}
        """;

    /// <summary>Prepares documents from the current state of the library.</summary>
    /// <param name="items">The documents.</param>
    /// <param name="isCompared">Whether to compare the documents with the library, unless it is small.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<IReadOnlyList<PreparedStory>> Prepare(IReadOnlyList<PublicationItem> items, bool isCompared, CancellationToken cancellationToken)
    {
        var rendered = await Render(items, null, cancellationToken);
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        return await Index(items, rendered, connection, isCompared, isUnderLock: false, cancellationToken);
    }

    /// <summary>Prepares a document again, inside the publishing transaction, where nothing else changes any more.</summary>
    public async Task<PreparedStory> PrepareUnderLock(PublicationItem item, bool isCompared, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await Index([item], await Render([item], connection, cancellationToken), connection, isCompared, isUnderLock: true, cancellationToken))[0];

    private async Task<RenderedDocument[]> Render(IReadOnlyList<PublicationItem> items, NpgsqlConnection? connection, CancellationToken cancellationToken)
    {
        var drafts = await ReadDrafts(items.Where(item => item.Version is null || connection is not null).Select(item => item.Slug).ToArray(), connection, cancellationToken);
        var rendered = new RenderedDocument[items.Count];
        Parallel.For(0, items.Count, new() { CancellationToken = cancellationToken }, i => rendered[i] = Render(items[i], drafts.GetValueOrDefault(items[i].Slug), cancellationToken));
        return rendered;
    }

    private static RenderedDocument Render(PublicationItem item, DraftBase? draft, CancellationToken cancellationToken)
    {
        if (item.Version is { } version)
        {
            var (sections, revision) = draft is null ? (version.ReadLiveSections(), version.LiveRevision) : (draft.ReadLiveSections(), draft.LiveRevision);
            return new(RenderedStory.Render(item.Document, sections, cancellationToken), version.DraftId, draft?.Version, revision, IsIndexed: true);
        }

        var story = RenderedStory.Render(item.Document, draft?.ReadLiveSections() ?? [], cancellationToken);
        var savedTakeaways = draft?.ReadTakeaways() ?? [];
        story = story with { Document = story.Document.WithTakeawayIds(savedTakeaways) };
        var isUnchanged = draft is { IsPublished: true }
            && draft.ContentHash.AsSpan().SequenceEqual(story.Document.ComputeContentHash())
            && story.Document.Takeaways.Select(takeaway => takeaway.Id).SequenceEqual(savedTakeaways.Select(takeaway => takeaway.Id));
        return new(story, draft?.Id ?? Guid.CreateVersion7(), draft?.Version, draft?.LiveRevision, IsIndexed: !item.IsDraft && !isUnchanged);
    }

    private async Task<Dictionary<string, DraftBase>> ReadDrafts(string[] slugs, NpgsqlConnection? lockingConnection, CancellationToken cancellationToken)
    {
        if (slugs.Length == 0)
        {
            return [];
        }

        await using var ownConnection = lockingConnection is null ? await database.Writes.OpenConnectionAsync(cancellationToken) : null;
        return (await (lockingConnection ?? ownConnection!).QueryAsync<DraftBase>(new CommandDefinition(DraftBase.SelectSql, new { Slugs = slugs }, cancellationToken: cancellationToken)))
            .ToDictionary(draft => draft.Slug, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<PreparedStory>> Index(IReadOnlyList<PublicationItem> items, RenderedDocument[] rendered, NpgsqlConnection connection, bool isCompared, bool isUnderLock, CancellationToken cancellationToken)
    {
        var library = await ReadLibrary(rendered, connection, cancellationToken);
        var documents = rendered.Select(story => story.IsIndexed ? CreateSearchDocument(story, library) : null).ToList();
        var stemmers = await SearchVectorBuilder.CreateStemmers(documents.OfType<StorySearchDocument>(), connection, cancellationToken);
        var vectors = new StorySearchVectors?[items.Count];
        var building = Task.Run( // while the comparisons wait for the database
            () => Parallel.For(0, items.Count, new() { CancellationToken = cancellationToken }, i => vectors[i] = documents[i] is { } document ? SearchVectorBuilder.Build(document, stemmers) : null),
            cancellationToken);

        isCompared &= isUnderLock || library.StoryCount + items.Count > RecommendationIndexWriter.SmallLibrarySize;
        var comparisons = new StoryComparison?[items.Count];
        try
        {
            foreach (var (i, story) in rendered.Index())
            {
                comparisons[i] = documents[i] is { } document && isCompared
                    ? await comparer.Compare(connection, new(story.Id, Revision: 0, document.FounderId, document.TopicIds), story.Story.ToComparable(story.Id), library.StoredTerms.GetValueOrDefault(story.Id), cancellationToken)
                    : null;
            }
        }
        finally
        {
            await building;
        }

        return rendered.Select((story, i) => new PreparedStory
        {
            Item = items[i],
            Rendered = story.Story,
            Id = story.Id,
            DraftVersion = story.DraftVersion,
            LiveRevision = story.LiveRevision,
            LibraryRevision = library.Revision,
            SearchVectors = vectors[i],
            Comparison = comparisons[i],
        }).ToList();
    }

    private static async Task<LibrarySnapshot> ReadLibrary(RenderedDocument[] rendered, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(new { Ids = rendered.Where(story => story.LiveRevision is not null).Select(story => story.Id).ToArray() });
        NamedResourceKeys.From(rendered.Select(story => story.Story).ToList()).AddTo(parameters);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(SelectLibrary, parameters, cancellationToken: cancellationToken));
        var (revision, storyCount) = await results.ReadSingleAsync<(long, int)>();
        var storedTerms = (await results.ReadAsync<StoredTerms>()).ToDictionary(terms => terms.StoryId);
        var (founders, topics) = await NamedResourceSql.Read(results, areSlugsSelected: false);
        return new(revision, storyCount, founders, topics, storedTerms);
    }

    /// <summary>Creates the search document of a story. The founder and the topics may still change before the publication.</summary>
    private static StorySearchDocument CreateSearchDocument(RenderedDocument story, LibrarySnapshot library)
    {
        var document = story.Story.Document;
        var founder = document.Founder is null ? null : ReferencePlanner.Find(library.Founders, document.Founder);
        var topics = story.Story.TopicNames.Select(library.Topics.FindByNameOrSlug).ToList();
        return new()
        {
            Id = story.Id,
            PublishedAt = default,
            FounderId = founder?.Id,
            TopicIds = topics.OfType<TopicRow>().Select(topic => topic.Id).Distinct().ToArray(),
            Title = document.Title,
            Dek = document.Dek,
            Body = story.Story.PlainText,
            Language = document.Language ?? LanguageTag.Default,
            Founder = document.Founder is null ? null : FounderRow.ChooseName(document.Founder, founder),
            Topics = story.Story.TopicNames.Zip(topics, (name, topic) => topic?.Name ?? name).Distinct(StringComparer.Ordinal).ToArray(),
            Takeaways = document.Takeaways.Select(takeaway => new TakeawaySearchDocument(takeaway.Id!.Value, takeaway.Statement, takeaway.Explanation)).ToList(),
        };
    }

    private sealed record RenderedDocument(RenderedStory Story, Guid Id, int? DraftVersion, long? LiveRevision, bool IsIndexed);

    private sealed record LibrarySnapshot(
        long Revision, int StoryCount, NamedResources<FounderRow> Founders, NamedResources<TopicRow> Topics, IReadOnlyDictionary<Guid, StoredTerms> StoredTerms);
}
