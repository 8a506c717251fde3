using System.Globalization;
using ContentApi.Data;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.ResponseCache;

/// <summary>What a conditional request is compared with.</summary>
internal readonly struct ResponseValidators(string hash, string suffix, SnapshotRevision? snapshot)
{
    /// <summary>A publication may still be under way this long after it has noted its time.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When the library last changed. HTTP dates have no fractions: while a second change may fall into the same second, the
    /// second before is sent and none is accepted, so that `If-Modified-Since` can never confirm an old copy.
    /// </summary>
    public DateTime? LastModified => snapshot is null ? null : Whole(snapshot.ChangedAt).AddSeconds(Settled ? 0 : -1);

    private bool Settled => snapshot is not null && snapshot.ReadAt - snapshot.ChangedAt > Settling;

    /// <summary>The entity tag of these bytes.</summary>
    public StringValues ETag { get; } = $"\"{hash}{suffix}\"";

    /// <summary>Whether the client's copy is good: by entity tag where it sent one, else by date (RFC 9110 section 13.2.2).</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="matched">The entity tag that says which of the client's copies is good: its own, where it has another encoding.</param>
    public bool Match(IHeaderDictionary headers, out StringValues matched)
    {
        matched = ETag;
        var noneMatch = headers.IfNoneMatch;
        if (noneMatch.Count > 0)
        {
            return noneMatch == ETag || noneMatch == "*" || MatchAny(noneMatch, ref matched);
        }

        return headers.IfModifiedSince is [{ } since]
            && Settled
            && DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && LastModified <= date.UtcDateTime;
    }

    private bool MatchAny(IList<string?> noneMatch, ref StringValues matched)
    {
        if (!EntityTagHeaderValue.TryParseList(noneMatch!, out var tags))
        {
            return false;
        }

        string? other = null;
        foreach (var tag in tags)
        {
            if (tag.Tag == "*" || tag.Tag == matched.ToString())
            {
                return true;
            }

            other ??= EntityTag.IsOf(tag.Tag, hash) ? tag.Tag.ToString() : null;
        }

        matched = other ?? matched;
        return other is not null;
    }

    private static DateTime Whole(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
