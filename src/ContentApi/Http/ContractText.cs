namespace ContentApi.Http;

/// <summary>The prose of the contract.</summary>
internal static class ContractText
{
    public const string Introduction = """
        Founder stories as JSON: stories, founders, takeaways and recommendations, for web and mobile frontends, partners and developers.

        **Read a story.** `GET /v1/stories` lists cards, `GET /v1/stories/{slug}` gives the whole page: sections of blocks that an app can
        draw without an HTML engine, or with `body=html`, `markdown` or `text` the body as one text. What is derived from other stories
        is asked for with `include=`; members that were not asked for are null.

        **Paging.** Lists have `items` and `nextCursor`; pass it as `cursor` until it is null. A page far down costs what the first one
        costs. Stories that change while you page are left out of later pages, so that you see each at most once.

        **Caching.** Every answer has a strong `ETag`: send it as `If-None-Match` and get a 304 without a body while nothing changed.

        **Revisions.** Every change of published content takes the next revision, without gaps. `Content-Revision` says at which revision
        an answer is true.

        **Errors** are `application/problem+json` (RFC 9457). Nothing is silent: an unknown parameter, a value out of range or a cursor
        that belongs to another query is a 400 that says what to change.
        """;

    public static readonly IReadOnlyDictionary<string, string> Tags = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Stories"] = "Articles about founders: cards in lists, and whole pages.",
        ["Founders"] = "The people whom stories are about.",
        ["Takeaways"] = "The lessons of stories, one by one and across stories.",
        ["Topics"] = "What stories are filed under.",
        ["Recommendations"] = "What to read after a story, and why.",
        ["Revisions"] = "The number of the library's newest change.",
    };

    /// <summary>What a status means on any operation, where the operation has it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["200"] = "What was asked for.",
        ["304"] = "Your copy, whose `ETag` you sent, is still good. No body.",
        ["308"] = "The story has another name now; `Location` has the new address, sub-path and query kept.",
        ["400"] = "A parameter is unknown, repeated, malformed or out of range; `errors` names each one.",
        ["404"] = "Nothing is published under this name.",
        ["500"] = "A fault on our side. Quote the `traceId` when you report it.",
        ["503"] = "The library cannot be read right now. `Retry-After` says when to try again.",
    };

    public static readonly IReadOnlyDictionary<string, (string Description, string Example)> Headers = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["ETag"] = ("Strong validator of these bytes (RFC 9110). Send it as `If-None-Match`.", "\"q0PzHk1nD5x2VtYw\""),
        ["Last-Modified"] = ("When the library last changed, in whole seconds.", "Tue, 26 Aug 2025 06:00:00 GMT"),
        ["Cache-Control"] = ("How long caches may keep the answer (RFC 9111).", "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600"),
        ["Content-Revision"] = ("The library's revision at which this answer is true.", "10"),
        ["Link"] = ("Address of the next page, with `rel=\"next\"` (RFC 8288); absent on the last page.", "</v1/stories?cursor=AAAA>; rel=\"next\""),
        ["Location"] = ("The new address.", "/v1/stories/the-new-name"),
        ["Retry-After"] = ("Seconds after which to try again.", "1"),
    };
}
