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

/// <summary>Reads documents and publishes them in batches: what cannot be imported is told, and the rest goes on.</summary>
internal sealed class Importer(Publisher publisher, Reindexer reindexer, Database database, IValidator<StoryDocument> validator, IOptions<LibraryOptions> options)
{
    /// <summary>A batch is also full at so many characters of body, so that memory does not grow with the documents.</summary>
    private const int BatchCharacters = 4_000_000;

    private readonly Dictionary<string, string> sourceBySlug = new(StringComparer.Ordinal);

    /// <summary>Imports the documents in their order and reports each, also in order, as soon as its batch is through.</summary>
    public async Task Import(IEnumerable<ImportSource> sources, Action<ImportedDocument> report, CancellationToken cancellationToken)
    {
        // Reading and rendering run ahead on all cores, by a few documents; publishing takes them in order.
        var ahead = Channel.CreateBounded<Task<Prepared>>(Environment.ProcessorCount * 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Produce(sources, ahead.Writer, stop.Token);
        using var counted = new TermCountCache();
        var publishing = Task.CompletedTask; // of a batch, while the next one is made
        var counting = Task.CompletedTask; // the terms of the batch before
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
            ahead.Complete(e); // the reading side throws it
        }
    }

    /// <summary>One document that was handed over as bytes.</summary>
    public async Task<ImportedDocument> Import(byte[] content, string name, Actor actor, bool dryRun, CancellationToken cancellationToken) =>
        await Import(DocumentReader.Read(content, name, options.Value.FindZone(), cancellationToken), actor, dryRun, cancellationToken);

    /// <summary>One document that was read already.</summary>
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
            // Whatever the file system, a parser, or code of ours trips over is a fault of this document; the rest goes on.
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

    /// <summary>A slug that comes twice in one run is an error: one of the two would silently be lost.</summary>
    private Prepared Once(Prepared prepared) =>
        prepared.Projection is null || sourceBySlug.TryAdd(prepared.Projection.Slug, prepared.Name)
            ? prepared
            : prepared.Fail($"the slug '{prepared.Projection.Slug}' is already that of {sourceBySlug[prepared.Projection.Slug]}");

    /// <summary>Publishes and reports. Returns the texts of a batch that waits for its lists.</summary>
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

    /// <summary>Where there is no room to set terms aside, documents are imported all the same: what is not counted is read from the library.</summary>
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

    /// <summary>The recommended slugs, of those stories that this run brought, which nothing in the library stands for; they show nothing yet.</summary>
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
