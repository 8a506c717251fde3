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
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Reads documents and publishes them in batches. Reports the result of each document, and continues after one that cannot be imported.
/// </summary>
internal sealed class Importer(PublicationPreparer preparer, Publisher publisher, Reindexer reindexer, Database database, IValidator<StoryDocument> validator, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// A batch is complete when its bodies exceed this many characters. This bounds memory use, whatever the number of documents.
    /// </summary>
    private const int MaxBatchCharacters = 4_000_000;

    private readonly Dictionary<string, string> sourceBySlug = new(StringComparer.Ordinal);

    /// <summary>Imports documents in their order and reports each, in the same order, as soon as its batch is published.</summary>
    public async Task Import(IEnumerable<ImportSource> sources, Action<DocumentImportResult> report, CancellationToken cancellationToken)
    {
        // All cores parse documents, a bounded number ahead of the publication. The channel keeps the documents in order.
        var channel = Channel.CreateBounded<Task<ImportedDocument>>(Environment.ProcessorCount * 4);
        using var producerCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Produce(sources, channel.Writer, producerCancellation.Token);
        using var termCounts = new TermCountCache();
        var publishTask = Task.CompletedTask; // publishes a batch while the next one is read and prepared
        var countTask = Task.CompletedTask; // counts the terms of the previous batch
        try
        {
            List<ImportedDocument> batch = [];
            var size = 0;
            await foreach (var task in channel.Reader.ReadAllAsync(cancellationToken))
            {
                var document = RejectDuplicateSlug(await task);
                batch.Add(document);
                size += document.Item?.Document.Body.Length ?? 0;
                if (batch.Count == Publisher.BatchSize || size > MaxBatchCharacters)
                {
                    await PublishInBackground(batch);
                    (batch, size) = ([], 0);
                }
            }

            await PublishInBackground(batch);
            await publishTask;
            await countTask;
            await producer;
            await reindexer.IndexMissing(termCounts, cancellationToken);

            async Task PublishInBackground(List<ImportedDocument> documents)
            {
                var prepared = await Prepare(documents, isCompared: documents.Count(document => document.Item is not null) <= RecommendationIndexWriter.MaxImmediateUpdates, cancellationToken);
                await publishTask;
                publishTask = PublishAndCount(prepared);
            }

            async Task PublishAndCount(List<ImportedDocument> documents)
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

    private async Task Produce(IEnumerable<ImportSource> sources, ChannelWriter<Task<ImportedDocument>> writer, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in sources)
            {
                await writer.WriteAsync(Task.Run(() => Parse(source, cancellationToken), cancellationToken), cancellationToken);
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e); // rethrown by the reader of the channel
        }
    }

    /// <summary>Imports one document from its bytes.</summary>
    public async Task<DocumentImportResult> Import(byte[] content, string name, Func<DraftRow?, bool> isExpected, Actor actor, bool dryRun, CancellationToken cancellationToken) =>
        await Import(DocumentReader.Read(content, name, options.Value.GetTimeZone(), cancellationToken), isExpected, actor, dryRun, cancellationToken);

    /// <summary>Imports one document that is already parsed, if <paramref name="isExpected"/> accepts the draft that it would replace.</summary>
    public async Task<DocumentImportResult> Import(DocumentParseResult parsed, Func<DraftRow?, bool> isExpected, Actor actor, bool dryRun, CancellationToken cancellationToken)
    {
        var validated = await Validate("document", parsed, actor, cancellationToken);
        validated = validated with { Item = validated.Item is null ? null : validated.Item with { IsExpected = isExpected } };
        var document = (await Prepare([validated], isCompared: !dryRun, cancellationToken))[0];
        return document.Story is { } story
            ? document.ToResult((await publisher.Import([story], areListsDeferred: false, cancellationToken, dryRun))[0])
            : document.ToInvalidResult();
    }

    private async Task<ImportedDocument> Parse(ImportSource source, CancellationToken cancellationToken)
    {
        if (DisplayText.FindUnsafeCharacter(source.Name, isMultiline: false) is { } fault)
        {
            return new(source.Name, null, [Diagnostic.Error(null, $"the file name {fault}")]);
        }

        try
        {
            var parsed = DocumentReader.Read(await source.Read(cancellationToken), source.Name, options.Value.GetTimeZone(), cancellationToken);
            return await Validate(source.Name, parsed with { IsDraft = parsed.IsDraft || source.IsDraft }, Actor.Import, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A failure of the file system, a parser or this service must fail only this document.
            return new(source.Name, null, [Diagnostic.Error(null, $"could not be read: {e.Message}")]);
        }
    }

    private async Task<ImportedDocument> Validate(string name, DocumentParseResult parsed, Actor actor, CancellationToken cancellationToken)
    {
        if (parsed.Document is null)
        {
            return new(name, null, parsed.Diagnostics);
        }

        var errors = (await validator.ValidateAsync(parsed.Document, cancellationToken)).Errors;
        return errors.Count > 0
            ? new(name, null, [.. parsed.Diagnostics, .. errors.Select(error => Diagnostic.Error(null, $"{error.PropertyName}: {error.ErrorMessage}"))])
            : new(name, new() { Trigger = PublicationTrigger.Import, Document = parsed.Document, Actor = actor, IsDraft = parsed.IsDraft }, parsed.Diagnostics);
    }

    /// <summary>Prepares the valid documents. If that fails, prepares them one by one, so that only the cause of the failure is rejected.</summary>
    private async Task<List<ImportedDocument>> Prepare(IReadOnlyList<ImportedDocument> documents, bool isCompared, CancellationToken cancellationToken)
    {
        try
        {
            var items = documents.Select(document => document.Item).OfType<PublicationItem>().ToList();
            var prepared = new Queue<PreparedStory>(items.Count == 0 ? [] : await preparer.Prepare(items, isCompared, cancellationToken));
            return documents.Select(document => document.Item is null ? document : document with { Story = prepared.Dequeue() }).ToList();
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
        {
            if (documents.Count == 1)
            {
                return [documents[0].Reject($"could not be rendered: {e.GetBaseException().Message}")];
            }

            List<ImportedDocument> prepared = [];
            foreach (var document in documents)
            {
                prepared.AddRange(await Prepare([document], isCompared, cancellationToken));
            }

            return prepared;
        }
    }

    /// <summary>Rejects a document with the slug of an earlier document of the same import, which it would silently overwrite.</summary>
    private ImportedDocument RejectDuplicateSlug(ImportedDocument document) =>
        document.Item is null || sourceBySlug.TryAdd(document.Item.Slug, document.SourceName)
            ? document
            : document.Reject($"the slug '{document.Item.Slug}' is already used by {sourceBySlug[document.Item.Slug]}");

    /// <summary>
    /// Publishes a batch and reports each document. Returns the texts of the stories whose recommendation lists are deferred.
    /// </summary>
    private async Task<List<(Guid StoryId, long Revision, ComparableStory Text)>> PublishBatch(List<ImportedDocument> batch, Action<DocumentImportResult> report, CancellationToken cancellationToken)
    {
        var stories = batch.Select(document => document.Story).OfType<PreparedStory>().ToList();
        var areListsDeferred = stories.Count > RecommendationIndexWriter.MaxImmediateUpdates;
        var results = new Queue<PublicationResult>(stories.Count == 0 ? [] : await publisher.Import(stories, areListsDeferred, cancellationToken));
        List<(Guid StoryId, long Revision, ComparableStory Text)> deferredStories = [];
        foreach (var document in batch)
        {
            var result = document.Story is null ? null : results.Dequeue();
            report(result is null ? document.ToInvalidResult() : document.ToResult(result));
            if (areListsDeferred && result is { Draft.Id: var id, Revision: { } revision })
            {
                deferredStories.Add((id, revision, document.Story!.Rendered.ToComparable(id)));
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

    /// <summary>A document in the course of its import. Its item and its story are null if it is invalid.</summary>
    private sealed record ImportedDocument(string SourceName, PublicationItem? Item, IReadOnlyList<Diagnostic> Diagnostics)
    {
        public PreparedStory? Story { get; init; }

        public ImportedDocument Reject(string reason) => this with { Item = null, Story = null, Diagnostics = [.. Diagnostics, Diagnostic.Error(null, reason)] };

        public DocumentImportResult ToInvalidResult() => new(SourceName, null, PublicationOutcome.Invalid, Diagnostics);

        public DocumentImportResult ToResult(PublicationResult publication)
        {
            List<Diagnostic> diagnostics = [.. Diagnostics, .. Story!.Rendered.Warnings.Concat(publication.Warnings).Select(warning => Diagnostic.Warning(null, warning))];
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

            return new(SourceName, publication.Slug, publication.Outcome, diagnostics) { Publication = publication };
        }
    }
}
