using System.Globalization;
using ContentApi.Data;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.ResponseCache;

/// <summary>The validators of a response, which conditional requests are evaluated against.</summary>
internal readonly struct ResponseValidators(string hash, string suffix, SnapshotRevision? snapshot)
{
    /// <summary>The longest time between the timestamp of a publication and its commit.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets the time of the last change of published content. HTTP dates have a resolution of one second. While another change may still
    /// fall into the same second, the value is one second earlier and no date matches, so that `If-Modified-Since` never confirms a stale
    /// copy.
    /// </summary>
    public DateTime? LastModified => snapshot is null ? null : TruncateToSecond(snapshot.ChangedAt).AddSeconds(IsSettled ? 0 : -1);

    private bool IsSettled => snapshot is not null && snapshot.ReadAt - snapshot.ChangedAt > SettlingTime;

    /// <summary>Gets the entity tag of the encoded response.</summary>
    public StringValues ETag { get; } = $"\"{hash}{suffix}\"";

    /// <summary>Returns whether `If-Match` is absent or matches the content, in any content coding.</summary>
    public bool MeetsIfMatch(IHeaderDictionary headers)
    {
        var ifMatch = headers.IfMatch;
        return ifMatch.Count == 0 || EntityTag.MatchesStrongly(ifMatch, hash);
    }

    /// <summary>
    /// Returns whether the client's copy is current: by entity tag if the client sent one, else by date (RFC 9110 section 13.2.2).
    /// </summary>
    /// <param name="headers">The request headers.</param>
    /// <param name="currentTag">
    /// The entity tag to send: the client's tag if it names the same content in another content coding, else <see cref="ETag"/>.
    /// </param>
    public bool IsNotModified(IHeaderDictionary headers, out StringValues currentTag)
    {
        currentTag = ETag;
        var noneMatch = headers.IfNoneMatch;
        if (noneMatch.Count > 0)
        {
            return noneMatch == ETag || noneMatch == "*" || MatchesAny(noneMatch, ref currentTag);
        }

        return headers.IfModifiedSince is [{ } since]
            && IsSettled
            && DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && LastModified <= date.UtcDateTime;
    }

    private bool MatchesAny(IList<string?> noneMatch, ref StringValues currentTag)
    {
        if (!EntityTagHeaderValue.TryParseList(noneMatch!, out var tags))
        {
            return false;
        }

        var isMatch = false;
        string? otherCoding = null;
        foreach (var tag in tags)
        {
            if (tag.Tag == "*" || tag.Tag == currentTag.ToString())
            {
                return true;
            }

            isMatch |= EntityTag.Matches(tag.Tag, hash);
            otherCoding ??= EntityTag.IsOwn(tag.Tag, hash) ? tag.Tag.ToString() : null; // a proxy changes the tag of a 304 again
        }

        currentTag = otherCoding ?? currentTag;
        return isMatch;
    }

    private static DateTime TruncateToSecond(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
