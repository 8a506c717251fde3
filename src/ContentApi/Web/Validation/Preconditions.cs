using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Validation;

/// <summary>
/// What a write says it found (RFC 9110 section 13): `If-Match` replaces what the caller has seen, `If-None-Match: *` creates. Without
/// either, two editors would overwrite each other, so it is a 428 (RFC 6585).
/// </summary>
internal static class Preconditions
{
    /// <summary>The answer to a write that may not go on, with the current entity tag on it; null when it may.</summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Entity tag of what is there now; null: nothing is.</param>
    public static ProblemResult? Check(HttpRequest request, string? current)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0)
        {
            return new ProblemResult(ProblemKind.PreconditionRequired, "Send If-Match with the ETag that you have read to replace it, or If-None-Match: * to create it.");
        }

        return Evaluate(request, current, existing: current);
    }

    /// <summary>
    /// Checks the preconditions of a part whose entity tag is that of the whole, such as a draft's schedule: `If-Match` is required and names
    /// the whole; `If-None-Match: *` may be sent beside it, to create the part only.
    /// </summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Entity tag of the whole.</param>
    /// <param name="exists">Whether the part exists.</param>
    public static ProblemResult? CheckPart(HttpRequest request, string current, bool exists) => request.Headers.IfMatch.Count == 0
        ? new ProblemResult(ProblemKind.PreconditionRequired, "Send If-Match with the ETag of the draft that you have read.")
        : Evaluate(request, current, existing: exists ? current : null);

    /// <summary>Checks an optional `If-Match`; returns null when there is none or it holds.</summary>
    public static ProblemResult? CheckMatch(HttpRequest request, string current)
    {
        var match = request.Headers.IfMatch;
        return match.Count == 0 ? null
            : !TryParse(match, out var wanted) ? Malformed("If-Match")
            : Includes(wanted, current) ? null
            : Failed(request, current);
    }

    private static ProblemResult? Evaluate(HttpRequest request, string? current, string? existing)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (!TryParse(match, out var wanted))
        {
            return Malformed("If-Match");
        }

        if (!TryParse(noneMatch, out var unwanted))
        {
            return Malformed("If-None-Match");
        }

        if (noneMatch.Count > 0 && unwanted.Any(tag => tag.Tag != "*"))
        {
            return new InvalidRequestProblem("If-None-Match", "must be *, to create; to replace, send If-Match.");
        }

        return (match.Count > 0 && !Includes(wanted, current)) || (noneMatch.Count > 0 && Includes(unwanted, existing)) ? Failed(request, current) : null;
    }

    /// <summary>412: somebody else was faster, or the caller has seen an older one.</summary>
    public static ProblemResult Failed(HttpRequest request, string? current)
    {
        request.HttpContext.Response.Headers.ETag = current;
        return new ProblemResult(ProblemKind.PreconditionFailed, current is null
            ? "There is nothing here to replace; create it with If-None-Match: *."
            : $"It is at {current} now. Read it again, and repeat the change on what you find.");
    }

    private static InvalidRequestProblem Malformed(string header) => new(header, "must be * or entity tags such as \"0198e4a17c007d3ba5f03c2b1a098765-3\".");

    private static bool TryParse(StringValues values, out IList<EntityTagHeaderValue> tags)
    {
        tags = [];
        return values.Count == 0 || EntityTagHeaderValue.TryParseStrictList(values, out tags!);
    }

    /// <summary>By strong comparison: a weak tag matches nothing. What was read in an encoding is known by its tag all the same.</summary>
    private static bool Includes(IList<EntityTagHeaderValue> tags, string? current) =>
        current is not null && tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && EntityTag.IsOf(tag.Tag, current.AsSpan().Trim('"'))));
}
