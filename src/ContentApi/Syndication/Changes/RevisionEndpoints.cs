using System.Text.Json.Serialization;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Syndication.Changes;

internal static class RevisionEndpoints
{
    public static void MapRevisions(this RouteGroupBuilder v1)
    {
        var revision = v1.MapGroup("/revision").WithTag("Revisions", "The revision of the library, and the log of its changes.");
        revision.MapGet("", Get).WithName("getRevision")
            .WithLink("changes", "listChanges", "after", "/position", "The changes after this revision.");
        v1.MapGet("/changes", ListChanges).WithName("listChanges")
            .WithLink("next", "listChanges", "after", "/position", "The changes after this page.")
            .WithLink("story", "getStory", "slug", "/items/0/slug", "The changed story, if the item is about a story.").WithTags("Revisions");
    }

    /// <summary>Get the library's revision</summary>
    /// <remarks>
    /// Returns the revision: the number of the newest change of published content, which increases by one with each change. The
    /// `Content-Revision` header of a response is the revision at which the response is accurate.
    /// </remarks>
    internal static async Task<CacheableJson<Revision>> Get(SnapshotReader reader, CancellationToken cancellationToken)
    {
        var current = await reader.ReadRevision(cancellationToken);
        return new(new Revision { Number = current.Revision, Position = LogPosition.Format(current.Revision), ChangedAt = current.ChangedAt }) { Tags = [CacheTag.Library] };
    }

    /// <summary>List changes</summary>
    /// <remarks>
    /// Returns the change log of published content, in order and without gaps, so that a partner that follows the log misses nothing. Start
    /// at 0, or at the `Content-Revision` of the first page of a crawl of `GET /v1/stories`: a story that has not changed since then
    /// appears in the crawl exactly once; a story that has changed appears there at most once, and in the log. Pass `position` as `after`
    /// until `lastRevision` equals the `Content-Revision` of the response. With `include=story`, each item about a story includes the
    /// current story. Returns 410 if the log does not contain the position, for example because the library was restored from a backup:
    /// discard your copy and start again.
    /// </remarks>
    internal static async Task<Results<CacheableJson<ChangeList>, InvalidRequestProblem, HistoryChangedProblem, ProblemResult>> ListChanges(
        [AsParameters] ChangeListQuery query, ChangeStore changes, SnapshotReader reader, HttpContext context, CancellationToken cancellationToken)
    {
        var (after, includeStories) = (query.After is null ? 0 : LogPosition.GetRevision(query.After), query.Include is not null);
        var limit = query.Limit ?? ChangeListQuery.DefaultLimit;
        if (includeStories && limit > 100)
        {
            return new InvalidRequestProblem("limit", "must be a whole number from 1 to 100 with include=story.");
        }

        var list = await changes.List(after, limit, includeStories, cancellationToken);
        if (after <= reader.Revision)
        {
            return new CacheableJson<ChangeList>(list) { Tags = [CacheTag.Library] };
        }

        var newest = await reader.ReadNewestRevision(cancellationToken);
        return after > newest
            ? new HistoryChangedProblem($"The position {query.After} is beyond the end of the log, which is at {newest}: the library was restored from a backup, or the position belongs to another library. Discard your copy, start again with a crawl of GET /v1/stories, and continue at the Content-Revision of its first page.")
            : MinRevisionFilter.CreateUnavailableProblem(after, context); // the endpoint read from a standby that lags behind
    }

    public static IServiceCollection AddRevisions(this IServiceCollection services) => services
        .AddSingleton<InvalidationIndex>().AddSingleton<ChangeLogReader>().AddHostedService<ChangeLogListener>()
        .AddScoped<ChangeStore>().AddJsonContext(RevisionJsonContext.Default).AddJsonContext(ChangeJsonContext.Default);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Revision))]
internal sealed partial class RevisionJsonContext : JsonSerializerContext;
