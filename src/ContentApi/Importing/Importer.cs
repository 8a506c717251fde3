using System.Threading.Channels;
using ContentApi.Authoring;
using ContentApi.Data;
using ContentApi.Stories;
using Dapper;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ContentApi.Importing;

/// <summary>A document to import: where it comes from, in words for the reader of the report, and how to get its bytes.</summary>
internal sealed record ImportSource(string Name, Func<CancellationToken, Task<byte[]>> Read);

/// <summary>What became of one document.</summary>
internal sealed record ImportedDocument(string Name, string? Slug, PublicationOutcome Outcome, IReadOnlyList<Finding> Findings);

/// <summary>Reads documents and publishes them in batches: what cannot be imported is told, and the rest goes on.</summary>
internal sealed class Importer(Publisher publisher, Database database, IValidator<StoryDocument> validator, IOptions<LibraryOptions> options)
{
    /// <summary>A batch is also full at so many characters of body, so that memory does not grow with the documents.</summary>
    private const int BatchCharacters = 4_000_000;

    private readonly Dictionary<string, string> sourceBySlug = new(StringComparer.Ordinal);

    /// <summary>Imports the documents in their order and reports each, also in order, as soon as its batch is through.</summary>
    public async Task Import(IEnumerable<ImportSource> sources, Action<ImportedDocument> report, CancellationToken cancellation)
    {
        // Reading and rendering run ahead on all cores, by a few documents; publishing takes them in order.
        var ahead = Channel.CreateBounded<Task<Prepared>>(Environment.ProcessorCount * 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var producer = Produce(sources, ahead.Writer, stop.Token);
        try
        {
            List<Prepared> batch = [];
            var size = 0;
            await foreach (var task in ahead.Reader.ReadAllAsync(cancellation))
            {
                var prepared = Once(await task);
                batch.Add(prepared);
                size += prepared.Projection?.Document.Body.Length ?? 0;
                if (batch.Count == Publisher.BatchSize || size > BatchCharacters)
                {
                    await Publish(batch, report, cancellation);
                    batch.Clear();
                    size = 0;
                }
            }

            await Publish(batch, report, cancellation);
            await producer;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task Produce(IEnumerable<ImportSource> sources, ChannelWriter<Task<Prepared>> ahead, CancellationToken cancellation)
    {
        try
        {
            foreach (var source in sources)
            {
                await ahead.WriteAsync(Task.Run(() => Prepare(source, cancellation), cancellation), cancellation);
            }

            ahead.Complete();
        }
        catch (Exception e)
        {
            ahead.Complete(e); // the reading side throws it
        }
    }

    private async Task<Prepared> Prepare(ImportSource source, CancellationToken cancellation)
    {
        byte[] content;
        try
        {
            content = await source.Read(cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(source.Name, null, [new(Severity.Error, null, $"cannot be read: {e.Message}")]);
        }

        var read = DocumentReader.Read(content, source.Name, options.Value.Zone);
        if (read.Document is null)
        {
            return new(source.Name, null, read.Findings);
        }

        var broken = (await validator.ValidateAsync(read.Document, cancellation)).Errors;
        if (broken.Count > 0)
        {
            return new(source.Name, null, [.. read.Findings, .. broken.Select(fault => new Finding(Severity.Error, null, $"{fault.PropertyName}: {fault.ErrorMessage}"))]);
        }

        var projection = StoryProjection.Of(read.Document);
        return new(source.Name, projection, [.. read.Findings, .. projection.Warnings.Select(warning => new Finding(Severity.Warning, null, warning))]);
    }

    /// <summary>A slug that comes twice in one run is an error: one of the two would silently be lost.</summary>
    private Prepared Once(Prepared prepared) =>
        prepared.Projection is null || sourceBySlug.TryAdd(prepared.Projection.Slug, prepared.Name)
            ? prepared
            : prepared.Fail($"the slug '{prepared.Projection.Slug}' is already that of {sourceBySlug[prepared.Projection.Slug]}");

    private async Task Publish(List<Prepared> batch, Action<ImportedDocument> report, CancellationToken cancellation)
    {
        var stories = batch.Select(prepared => prepared.Projection).OfType<StoryProjection>().ToList();
        var publications = stories.Count == 0
            ? []
            : (await publisher.Publish(stories, cancellation)).ToDictionary(publication => publication.Slug, StringComparer.Ordinal);
        foreach (var prepared in batch)
        {
            if (prepared.Projection is null)
            {
                report(new(prepared.Name, null, PublicationOutcome.Invalid, prepared.Findings));
                continue;
            }

            var publication = publications[prepared.Projection.Slug];
            report(new(
                prepared.Name,
                publication.Slug,
                publication.Outcome,
                publication.Reason is null ? prepared.Findings : [.. prepared.Findings, new(Severity.Error, null, publication.Reason)]));
        }
    }

    /// <summary>The recommended slugs, of those stories that this run brought, which nothing in the library stands for; they show nothing yet.</summary>
    public async Task<IReadOnlyList<(string Story, string Target)>> DanglingRecommendations(CancellationToken cancellation)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellation);
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
            cancellationToken: cancellation))).AsList();
    }

    private sealed record Prepared(string Name, StoryProjection? Projection, IReadOnlyList<Finding> Findings)
    {
        public Prepared Fail(string reason) => this with { Projection = null, Findings = [.. Findings, new(Severity.Error, null, reason)] };
    }
}
