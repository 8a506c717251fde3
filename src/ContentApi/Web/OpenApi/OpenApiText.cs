namespace ContentApi.Web.OpenApi;

/// <summary>Contains the introduction and the status descriptions of the contract.</summary>
internal static class OpenApiText
{
    /// <summary>One-minute introduction to the API. A test runs its samples and compares the output with the text after arrows.</summary>
    public const string Introduction = """
        Founder stories as JSON: stories, founders, takeaways and recommendations, for web and mobile frontends, partners and developers.
        Everything that is published can be read without a key. The samples are for a service at `http://localhost:5080` with the sample
        library; paste them into a shell.

        **Stories.** A list gives cards, an address gives the whole page: sections of blocks that an app can draw without an HTML engine,
        or with `body=html`, `markdown` or `text` the body as one text.

        ```sh
        curl -s 'http://localhost:5080/v1/stories/the-no-that-drew-a-map?body=text'
        # → "title":"The No That Drew a Map"
        ```

        **Includes.** What is derived from other stories is asked for with `include=`; members that were not asked for are null, so that
        every answer has the same members.

        ```sh
        curl -s 'http://localhost:5080/v1/stories/the-no-that-drew-a-map?body=none&include=recommendations,navigation'
        # → "navigation":{"previous":
        ```

        **Paging.** Lists have `items` and `nextCursor`: pass it as `cursor` until it is null, or follow the header `Link`. A page far down
        costs what the first one costs. Stories that change while you page are left out of later pages: you see each at most once.

        ```sh
        next='/v1/stories?limit=3'
        while [ -n "$next" ]; do
          echo "GET $next"
          next=$(curl -s -o /dev/null -D - "http://localhost:5080$next" | tr -d '\r' | sed -n 's/^[Ll]ink: <\(.*\)>.*/\1/p')
        done
        # → GET /v1/stories?limit=3&cursor=
        ```

        **Caching.** Every answer has a strong `ETag`: send it as `If-None-Match`, and while nothing has changed you get a 304 without a
        body. A 304 from the service's response cache does not count against your rate limit.

        ```sh
        tag=$(curl -s -o /dev/null -D - 'http://localhost:5080/v1/topics' | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
        curl -s -o /dev/null -w '%{http_code}\n' -H "If-None-Match: $tag" 'http://localhost:5080/v1/topics'
        # → 304
        ```

        **Errors** are `application/problem+json` (RFC 9457), and the `type` of each is the address of a page that explains it. Nothing is
        silent: an unknown parameter, a value out of range or a cursor of another query is a 400 that says what to change. A problem has at
        most 32,768 bytes; `detail` says how many faults `errors` does not list.

        ```sh
        curl -s 'http://localhost:5080/v1/stories?limt=3'
        # → Did you mean limit?
        ```

        **Revisions.** Every change of published content takes the next revision, without gaps. `Content-Revision` says at which revision an
        answer is true, `minRevision=` asks for nothing older than your own write, and `GET /v1/changes` is the log that partners follow.

        ```sh
        curl -s 'http://localhost:5080/v1/changes?after=0&limit=2'
        # → "lastRevision":2
        ```

        **Keys.** Operations that need one name its scope. The first one is made on the command line: `key create --name me --scope preview`
        prints it. Send it as `Authorization: Bearer …`, or as `X-Api-Key` where a tool cannot. A limit is a minute's worth of requests for
        each key, or for each address without one.

        ```sh
        curl -s 'http://localhost:5080/v1/drafts?limit=1' -H "Authorization: Bearer $KEY"
        # → "state":"published"
        ```
        """;

    /// <summary>Descriptions of 2xx and 3xx statuses, which precede the description of the body. Problems have their own.</summary>
    public static readonly IReadOnlyDictionary<string, string> StatusDescriptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["200"] = "It is as asked for.",
        ["201"] = "It was made. `Location` has its address.",
        ["204"] = "It is done, and there is no body.",
        ["304"] = "Your copy, whose `ETag` you sent, is still good, and there is no body.",
        ["308"] = "It has another name now: `Location` has the new address, sub-path and query kept.",
    };
}
