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
/// Reads documents and publishes them in batches; reports a document that cannot be imported and continues with the others.
/// </summary>
internal sealed class Importer(Publisher publisher, Reindexer reindexer, Database database, IValidator<StoryDocument> validator, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// A batch is complete when its bodies exceed this many characters, which bounds memory independently of the number of documents.
    /// </summary>
    private const int BatchCharacters = 4_000_000;

    private readonly Dictionary<string, string> sourceBySlug = new(StringComparer.Ordinal);

    /// <summary>Imports documents in their order and reports each, in the same order, as soon as its batch is published.</summary>
    public async Task Import(IEnumerable<ImportSource> sources, Action<ImportedDocument> report, CancellationToken cancellationToken)
    {
        // Parsing and rendering run ahead on all cores by a bounded number of documents; publishing keeps their order.
        var ahead = Channel.CreateBounded<Task<Prepared>>(Environment.ProcessorCount * 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Produce(sources, ahead.Writer, stop.Token);
        using var counted = new TermCountCache();
        var publishing = Task.CompletedTask; // of a batch, while the next one is read
        var counting = Task.CompletedTask; // of the terms of the previous batch
        try
        {
            List<Prepared> batch = [];
            var size = 0;
            await foreach (var task in ahead.Reader.ReadAllAsync(cancellationToken))
            {
                var prepared = Once(await task);
                batch.Add(prepared);
                size += prepared.Projection?.Document.Body.Length ?? 0;
                if (batch.Count == Publisher.BatchSize || size > BatchCharacters)
                {
                    await publishing;
                    publishing = PublishAndCount(batch);
                    (batch, size) = ([], 0);
                }
            }

            await publishing;
            await PublishAndCount(batch);
            await counting;
            await producer;
            await reindexer.CatchUp(counted, cancellationToken);

            async Task PublishAndCount(List<Prepared> some)
            {
                var published = await Publish(some, report, cancellationToken);
                await counting;
                counting = Task.Run(() => Count(published, counted), cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Produce(IEnumerable<ImportSource> sources, ChannelWriter<Task<Prepared>> ahead, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in sources)
            {
                await ahead.WriteAsync(Task.Run(() => Prepare(source, cancellationToken), cancellationToken), cancellationToken);
            }

            ahead.Complete();
        }
        catch (Exception e)
        {
            ahead.Complete(e); // rethrown by the reader of the channel
        }
    }

    /// <summary>Imports one document from its bytes.</summary>
    public async Task<ImportedDocument> Import(byte[] content, string name, Actor actor, bool dryRun, CancellationToken cancellationToken) =>
        await Import(DocumentReader.Read(content, name, options.Value.FindZone(), cancellationToken), actor, dryRun, cancellationToken);

    /// <summary>Imports one document that is already parsed.</summary>
    public async Task<ImportedDocument> Import(DocumentParseResult read, Actor actor, bool dryRun, CancellationToken cancellationToken)
    {
        var prepared = await Prepare("document", read, cancellationToken);
        return prepared.Projection is null
            ? prepared.Failed()
            : prepared.Report((await publisher.Import([prepared.Projection], actor, cancellationToken, dryRun))[0]);
    }

    private async Task<Prepared> Prepare(ImportSource source, CancellationToken cancellationToken)
    {
        try
        {
            var read = DocumentReader.Read(await source.Read(cancellationToken), source.Name, options.Value.FindZone(), cancellationToken);
            return await Prepare(source.Name, read with { IsDraft = read.IsDraft || source.IsDraft }, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A failure of the file system, a parser or this service must fail only this document.
            return new(source.Name, null, [Diagnostic.Error(null, $"could not be read: {e.Message}")]);
        }
    }

    private async Task<Prepared> Prepare(string name, DocumentParseResult read, CancellationToken cancellationToken)
    {
        if (read.Document is null)
        {
            return new(name, null, read.Diagnostics);
        }

        var broken = (await validator.ValidateAsync(read.Document, cancellationToken)).Errors;
        if (broken.Count > 0)
        {
            return new(name, null, [.. read.Diagnostics, .. broken.Select(fault => Diagnostic.Error(null, $"{fault.PropertyName}: {fault.ErrorMessage}"))]);
        }

        var projection = RenderedStory.Render(read.Document, cancellationToken) with { IsDraft = read.IsDraft };
        return new(name, projection, [.. read.Diagnostics, .. projection.Warnings.Select(warning => Diagnostic.Warning(null, warning))]);
    }

    /// <summary>Rejects a document whose slug an earlier document of the same run has: one of the two would silently be lost.</summary>
    private Prepared Once(Prepared prepared) =>
        prepared.Projection is null || sourceBySlug.TryAdd(prepared.Projection.Slug, prepared.Name)
            ? prepared
            : prepared.Fail($"the slug '{prepared.Projection.Slug}' is already that of {sourceBySlug[prepared.Projection.Slug]}");

    /// <summary>
    /// Publishes a batch and reports each document. Returns the texts of the stories whose recommendation lists are deferred.
    /// </summary>
    private async Task<List<(Guid Story, long Revision, ComparableStory Text)>> Publish(List<Prepared> batch, Action<ImportedDocument> report, CancellationToken cancellationToken)
    {
        var stories = batch.Select(prepared => prepared.Projection).OfType<RenderedStory>().ToList();
        var publications = stories.Count == 0
            ? []
            : (await publisher.Import(stories, Actor.Import, cancellationToken)).ToDictionary(publication => publication.Slug, StringComparer.Ordinal);
        List<(Guid Story, long Revision, ComparableStory Text)> published = [];
        foreach (var prepared in batch)
        {
            var publication = prepared.Projection is null ? null : publications[prepared.Projection.Slug];
            report(publication is null ? prepared.Failed() : prepared.Report(publication));
            if (stories.Count > RecommendationIndexWriter.AtOnce && publication is { Draft.Id: var id, Revision: { } revision })
            {
                published.Add((id, revision, prepared.Projection!.ToComparable()));
            }
        }

        return published;
    }

    /// <summary>
    /// Counts the terms of published stories for the rebuild. Ignores an I/O error such as a full disk: terms without counts are read from
    /// the library.
    /// </summary>
    private static void Count(List<(Guid Story, long Revision, ComparableStory Text)> published, TermCountCache counted)
    {
        try
        {
            foreach (var (story, revision, text) in published)
            {
                counted.Add(story, revision, counted.Count(text));
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>
    /// Returns the recommended slugs, of the stories of this run, that have no card and match no published story; they are not shown yet.
    /// </summary>
    public async Task<IReadOnlyList<(string Story, string Target)>> DanglingRecommendations(CancellationToken cancellationToken)
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

    private sealed record Prepared(string Name, RenderedStory? Projection, IReadOnlyList<Diagnostic> Findings)
    {
        public Prepared Fail(string reason) => this with { Projection = null, Findings = [.. Findings, Diagnostic.Error(null, reason)] };

        public ImportedDocument Failed() => new(Name, null, PublicationOutcome.Invalid, Findings);

        public ImportedDocument Report(Publication publication)
        {
            List<Diagnostic> findings = [.. Findings];
            if (publication.Reason is { } reason)
            {
                findings.Add(Diagnostic.Error(null, reason));
            }

            if (publication.ScheduledAt is { } at)
            {
                findings.Add(Diagnostic.Warning(null, $"will be published at {at:yyyy-MM-ddTHH:mm:ssZ}, because publishedAt is in the future"));
            }

            if (publication.LiveVersion is { } live)
            {
                findings.Add(Diagnostic.Warning(null, $"is marked as a draft, but version {live} of '{publication.Slug}' is still published; to take it out of the library, send POST /v1/drafts/{publication.Slug}/withdraw"));
            }

            if (publication.CancelledSchedule is { } cancelled)
            {
                findings.Add(Diagnostic.Warning(null, $"is marked as a draft; its publication at {cancelled:yyyy-MM-ddTHH:mm:ssZ} is cancelled"));
            }

            if (publication.SupersededVersion is { } version)
            {
                findings.Add(Diagnostic.Warning(null, $"version {version} was saved and never published; it is still among the versions of '{publication.Slug}', behind this one"));
            }

            return new(Name, publication.Slug, publication.Outcome, findings);
        }
    }
}
