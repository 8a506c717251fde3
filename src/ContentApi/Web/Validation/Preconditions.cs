using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Validation;

/// <summary>
/// Evaluates the preconditions of writes (RFC 9110 section 13): `If-Match` replaces the version that the client has read, and
/// `If-None-Match: *` creates. A write without either returns 428 (RFC 6585), because it could overwrite the changes of another client. A 412
/// or 428 carries the entity tag of the resource, if it exists.
/// </summary>
internal static class Preconditions
{
    /// <summary>Checks the preconditions of a write; returns null if they hold.</summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Current entity tag of the resource; null if it does not exist.</param>
    /// <param name="name">Name of the resource in problems, such as `The draft 'quiet-work'`.</param>
    public static ProblemResult? Check(HttpRequest request, string? current, string name)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0)
        {
            return CreateRequiredProblem(request, current, "To replace the resource, send If-Match with its ETag. To create it, send If-None-Match: *.");
        }

        return Evaluate(request, current, existing: current, name);
    }

    /// <summary>
    /// Checks the preconditions of a write whose resource depends on the content, such as an import; returns null if they hold. They are
    /// required only if the resource exists, because the client cannot know its name before.
    /// </summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Current entity tag of the resource; null if it does not exist.</param>
    /// <param name="isRequired">Whether a precondition is required if the resource exists.</param>
    /// <param name="name">Name of the resource in problems.</param>
    public static ProblemResult? CheckIfExists(HttpRequest request, string? current, bool isRequired, string name)
    {
        if (request.Headers.IfMatch.Count > 0 || request.Headers.IfNoneMatch.Count > 0)
        {
            return Evaluate(request, current, existing: current, name);
        }

        return current is null || !isRequired
            ? null
            : CreateRequiredProblem(request, current, $"{name} already exists. To replace it, send If-Match with its ETag {current}. To import only new stories, send If-None-Match: *.");
    }

    /// <summary>
    /// Checks the preconditions of a subresource that shares the entity tag of its parent, such as a draft's schedule. `If-Match` with the
    /// parent's tag is required; with `If-None-Match: *` in addition, the subresource must not exist.
    /// </summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Current entity tag of the parent.</param>
    /// <param name="exists">Whether the subresource exists.</param>
    /// <param name="name">Name of the subresource in problems.</param>
    public static ProblemResult? CheckSubresource(HttpRequest request, string current, bool exists, string name) => request.Headers.IfMatch.Count == 0
        ? CreateRequiredProblem(request, current, $"Send If-Match with the ETag of the draft that you have read. Its current ETag is {current}.")
        : Evaluate(request, current, existing: exists ? current : null, name);

    /// <summary>Checks an optional `If-Match`; returns null if it is absent or matches.</summary>
    public static ProblemResult? CheckIfMatch(HttpRequest request, string current)
    {
        var match = request.Headers.IfMatch;
        return match.Count == 0 ? null
            : !TryParse(match, out var wanted) ? CreateMalformedProblem("If-Match")
            : Matches(wanted, current) ? null
            : CreateIfMatchProblem(request, current);
    }

    /// <summary>Checks the optional `If-Match` of a read; returns null if it is absent or matches.</summary>
    public static PreconditionProblem? CheckRead(HttpRequest request, string current)
    {
        var match = request.Headers.IfMatch;
        if (match.Count == 0 || EntityTag.MatchesStrongly(match, current.AsSpan().Trim('"')))
        {
            return null;
        }

        request.HttpContext.Response.Headers.ETag = current;
        return new PreconditionProblem(ProblemMiddleware.CreateReadPreconditionProblem(current));
    }

    /// <summary>Compares `If-Match` with <paramref name="current"/>, and `If-None-Match` with <paramref name="existing"/>.</summary>
    private static ProblemResult? Evaluate(HttpRequest request, string? current, string? existing, string name)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (!TryParse(match, out var wanted))
        {
            return CreateMalformedProblem("If-Match");
        }

        if (!TryParse(noneMatch, out var unwanted))
        {
            return CreateMalformedProblem("If-None-Match");
        }

        if (noneMatch.Count > 0 && unwanted.Any(tag => tag.Tag != "*"))
        {
            return new InvalidRequestProblem("If-None-Match", "must be *. To replace an existing resource, send If-Match.");
        }

        return match.Count > 0 && !Matches(wanted, current) ? CreateIfMatchProblem(request, current)
            : noneMatch.Count > 0 && Matches(unwanted, existing) ? CreateIfNoneMatchProblem(request, current!, name)
            : null;
    }

    /// <summary>Returns the 412 for a write that failed because a concurrent write changed the resource after the check.</summary>
    public static ProblemResult CreateConcurrentChangeProblem(HttpRequest request, string? current, string name) =>
        current is null || request.Headers.IfMatch.Count > 0 ? CreateIfMatchProblem(request, current) : CreateIfNoneMatchProblem(request, current, name);

    /// <summary>Returns the 412 for `If-None-Match: *` at the former URL of a renamed resource; null for any other write.</summary>
    /// <param name="request">The write.</param>
    /// <param name="current">Current entity tag of the resource.</param>
    /// <param name="name">Name of the resource in problems.</param>
    /// <param name="path">Current URL of the resource.</param>
    public static ProblemResult? CheckFormerUrl(HttpRequest request, string current, string name, string path) =>
        request.Headers.IfNoneMatch is [{ } noneMatch] && noneMatch.Trim() == "*"
            ? CreateFailedProblem(request, current, $"{name} already exists: it was renamed. To replace it, send {request.Method} {path} with If-Match and its ETag {current}, instead of If-None-Match.")
            : null;

    private static ProblemResult CreateIfMatchProblem(HttpRequest request, string? current) => CreateFailedProblem(
        request,
        current,
        current is null
            ? "The resource does not exist. To create it, send If-None-Match: *."
            : $"The resource has changed: If-Match does not match its current ETag {current}. Read it again, reapply your change and send the new ETag.");

    private static ProblemResult CreateIfNoneMatchProblem(HttpRequest request, string current, string name) =>
        CreateFailedProblem(request, current, $"{name} already exists. To replace it, send If-Match with its ETag {current}, instead of If-None-Match.");

    private static ProblemResult CreateRequiredProblem(HttpRequest request, string? current, string detail)
    {
        request.HttpContext.Response.Headers.ETag = current;
        return new ProblemResult(ProblemKind.PreconditionRequired, detail);
    }

    private static ProblemResult CreateFailedProblem(HttpRequest request, string? current, string detail)
    {
        request.HttpContext.Response.Headers.ETag = current;
        return new ProblemResult(ProblemKind.PreconditionFailed, detail);
    }

    private static InvalidRequestProblem CreateMalformedProblem(string header) => new(header, "must be * or entity tags such as \"0198e4a17c007d3ba5f03c2b1a098765-3\".");

    /// <summary>Parses `*` or a list of entity tags (RFC 9110 section 13.1.1). A list cannot contain `*`.</summary>
    private static bool TryParse(StringValues values, out IList<EntityTagHeaderValue> tags)
    {
        tags = [];
        return values.Count == 0 || (EntityTagHeaderValue.TryParseStrictList(values, out tags!) && (tags.Count == 1 || tags.All(tag => tag.Tag != "*")));
    }

    /// <summary>
    /// Returns whether a tag matches by strong comparison, in which weak tags never match. The tag of a compressed representation, with the
    /// suffix of its encoding, also matches.
    /// </summary>
    private static bool Matches(IList<EntityTagHeaderValue> tags, string? current) =>
        current is not null && tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && EntityTag.Matches(tag.Tag, current.AsSpan().Trim('"'))));
}
