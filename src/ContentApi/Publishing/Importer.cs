using System.Threading.Channels;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Library;
using Dapper;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ContentApi.Publishing;

/// <summary>
/// Reads documents and publishes them in batches. Reports the result of each document, and continues after one that cannot be imported.
/// </summary>
internal sealed class Importer(Publisher publisher, Reindexer reindexer, Database database, IValidator<StoryDocument> validator, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// A batch is complete when its bodies exceed this many characters. This bounds memory use, whatever the number of documents.
    /// </summary>
    private const int MaxBatchCharacters = 4_000_000;

    private readonly Dictionary<string, string> sourceBySlug = new(StringComparer.Ordinal);

    /// <summary>Imports documents in their order and reports each, in the same order, as soon as its batch is published.</summary>
    public async Task Import(IEnumerable<ImportSource> sources, Action<DocumentImportResult> report, CancellationToken cancellationToken)
    {
        // All cores parse and render documents, a bounded number ahead of the publication. The channel keeps the documents in order.
        var channel = Channel.CreateBounded<Task<PreparedDocument>>(Environment.ProcessorCount * 4);
        using var producerCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Produce(sources, channel.Writer, producerCancellation.Token);
        using var termCounts = new TermCountCache();
        var publishTask = Task.CompletedTask; // publishes a batch while the next one is read
        var countTask = Task.CompletedTask; // counts the terms of the previous batch
        try
        {
            List<PreparedDocument> batch = [];
            var size = 0;
            await foreach (var task in channel.Reader.ReadAllAsync(cancellationToken))
            {
                var prepared = RejectDuplicateSlug(await task);
                batch.Add(prepared);
                size += prepared.Story?.Document.Body.Length ?? 0;
                if (batch.Count == Publisher.BatchSize || size > MaxBatchCharacters)
                {
                    await publishTask;
                    publishTask = PublishAndCount(batch);
                    (batch, size) = ([], 0);
                }
            }

            await publishTask;
            await PublishAndCount(batch);
            await countTask;
            await producer;
            await reindexer.IndexMissing(termCounts, cancellationToken);

            async Task PublishAndCount(List<PreparedDocument> documents)
            {
                var deferredStories = await PublishBatch(documents, report, cancellationToken);
                await countTask;
                countTask = Task.Run(() => CountTerms(deferredStories, termCounts), cancellationToken);
            }
        }
        finally
        {
            await producerCancellation.CancelAsync();
            await publishTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await countTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Produce(IEnumerable<ImportSource> sources, ChannelWriter<Task<PreparedDocument>> writer, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in sources)
            {
                await writer.WriteAsync(Task.Run(() => Prepare(source, cancellationToken), cancellationToken), cancellationToken);
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e); // rethrown by the reader of the channel
        }
    }

    /// <summary>Imports one document from its bytes.</summary>
    public async Task<DocumentImportResult> Import(byte[] content, string name, Actor actor, bool dryRun, CancellationToken cancellationToken) =>
        await Import(DocumentReader.Read(content, name, options.Value.GetTimeZone(), cancellationToken), actor, dryRun, cancellationToken);

    /// <summary>Imports one document that is already parsed.</summary>
    public async Task<DocumentImportResult> Import(DocumentParseResult parsed, Actor actor, bool dryRun, CancellationToken cancellationToken)
    {
        var prepared = await Prepare("document", parsed, cancellationToken);
        return prepared.Story is null
            ? prepared.ToInvalidResult()
            : prepared.ToResult((await publisher.Import([prepared.Story], actor, cancellationToken, dryRun))[0]);
    }

    private async Task<PreparedDocument> Prepare(ImportSource source, CancellationToken cancellationToken)
    {
        try
        {
            var parsed = DocumentReader.Read(await source.Read(cancellationToken), source.Name, options.Value.GetTimeZone(), cancellationToken);
            return await Prepare(source.Name, parsed with { IsDraft = parsed.IsDraft || source.IsDraft }, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A failure of the file system, a parser or this service must fail only this document.
            return new(source.Name, null, [Diagnostic.Error(null, $"could not be read: {e.Message}")]);
        }
    }

    private async Task<PreparedDocument> Prepare(string name, DocumentParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.Document is null)
        {
            return new(name, null, parsed.Diagnostics);
        }

        var errors = (await validator.ValidateAsync(parsed.Document, cancellationToken)).Errors;
        if (errors.Count > 0)
        {
            return new(name, null, [.. parsed.Diagnostics, .. errors.Select(error => Diagnostic.Error(null, $"{error.PropertyName}: {error.ErrorMessage}"))]);
        }

        var story = RenderedStory.Render(parsed.Document, cancellationToken) with { IsDraft = parsed.IsDraft };
        return new(name, story, [.. parsed.Diagnostics, .. story.Warnings.Select(warning => Diagnostic.Warning(null, warning))]);
    }

    /// <summary>Rejects a document with the slug of an earlier document of the same import, which it would silently overwrite.</summary>
    private PreparedDocument RejectDuplicateSlug(PreparedDocument prepared) =>
        prepared.Story is null || sourceBySlug.TryAdd(prepared.Story.Slug, prepared.SourceName)
            ? prepared
            : prepared.Reject($"the slug '{prepared.Story.Slug}' is already used by {sourceBySlug[prepared.Story.Slug]}");

    /// <summary>
    /// Publishes a batch and reports each document. Returns the texts of the stories whose recommendation lists are deferred.
    /// </summary>
    private async Task<List<(Guid StoryId, long Revision, ComparableStory Text)>> PublishBatch(List<PreparedDocument> batch, Action<DocumentImportResult> report, CancellationToken cancellationToken)
    {
        var stories = batch.Select(prepared => prepared.Story).OfType<RenderedStory>().ToList();
        var publications = stories.Count == 0
            ? []
            : (await publisher.Import(stories, Actor.Import, cancellationToken)).ToDictionary(publication => publication.Slug, StringComparer.Ordinal);
        List<(Guid StoryId, long Revision, ComparableStory Text)> deferredStories = [];
        foreach (var prepared in batch)
        {
            var publication = prepared.Story is null ? null : publications[prepared.Story.Slug];
            report(publication is null ? prepared.ToInvalidResult() : prepared.ToResult(publication));
            if (stories.Count > RecommendationIndexWriter.MaxImmediateUpdates && publication is { Draft.Id: var id, Revision: { } revision })
            {
                deferredStories.Add((id, revision, prepared.Story!.ToComparable()));
            }
        }

        return deferredStories;
    }

    /// <summary>
    /// Counts the terms of published stories for the rebuild of the recommendation lists. Ignores an I/O error such as a full disk: if a
    /// story has no counts, the rebuild reads its text from the database.
    /// </summary>
    private static void CountTerms(List<(Guid StoryId, long Revision, ComparableStory Text)> deferredStories, TermCountCache termCounts)
    {
        try
        {
            foreach (var (storyId, revision, text) in deferredStories)
            {
                termCounts.Add(storyId, revision, termCounts.Count(text));
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>
    /// Lists the dangling recommendations of imported stories: those without a card whose target is not published. Readers see a dangling
    /// recommendation once its target is published.
    /// </summary>
    public async Task<IReadOnlyList<(string Story, string Target)>> ListDanglingRecommendations(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<(string, string)>(new CommandDefinition(
            """
            select s.slug, r.target
            from story s
            join recommendation r on r.story_id = s.id
            where s.slug = any(@Slugs) and r.card is null
              and not exists (select from story where slug = r.target)
              and not exists (select from slug_alias where slug = r.target)
            order by s.slug, r.position
            """,
            new { Slugs = sourceBySlug.Keys.ToArray() },
            cancellationToken: cancellationToken))).AsList();
    }

    private sealed record PreparedDocument(string SourceName, RenderedStory? Story, IReadOnlyList<Diagnostic> Diagnostics)
    {
        public PreparedDocument Reject(string reason) => this with { Story = null, Diagnostics = [.. Diagnostics, Diagnostic.Error(null, reason)] };

        public DocumentImportResult ToInvalidResult() => new(SourceName, null, PublicationOutcome.Invalid, Diagnostics);

        public DocumentImportResult ToResult(PublicationResult publication)
        {
            List<Diagnostic> diagnostics = [.. Diagnostics];
            if (publication.Reason is { } reason)
            {
                diagnostics.Add(Diagnostic.Error(null, reason));
            }

            if (publication.ScheduledAt is { } scheduledAt)
            {
                diagnostics.Add(Diagnostic.Warning(null, $"will be published at {scheduledAt:yyyy-MM-ddTHH:mm:ssZ}, because publishedAt is in the future"));
            }

            if (publication.LiveVersion is { } liveVersion)
            {
                diagnostics.Add(Diagnostic.Warning(null, $"is marked as a draft, but version {liveVersion} of '{publication.Slug}' is still published; to withdraw it, send POST /v1/drafts/{publication.Slug}/withdraw"));
            }

            if (publication.CancelledPublicationAt is { } cancelledPublicationAt)
            {
                diagnostics.Add(Diagnostic.Warning(null, $"is marked as a draft; its publication at {cancelledPublicationAt:yyyy-MM-ddTHH:mm:ssZ} is cancelled"));
            }

            if (publication.SupersededVersion is { } supersededVersion)
            {
                diagnostics.Add(Diagnostic.Warning(null, $"supersedes version {supersededVersion} of '{publication.Slug}', which was saved but never published"));
            }

            return new(SourceName, publication.Slug, publication.Outcome, diagnostics);
        }
    }
}
