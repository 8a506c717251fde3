namespace ContentApi.Web.OpenApi;

/// <summary>Contains the introduction and the status descriptions of the OpenAPI document.</summary>
internal static class OpenApiText
{
    /// <summary>One-minute introduction to the API. A test runs the samples, and compares their output with the text after `→`.</summary>
    public const string Introduction = """
        Founder stories as JSON: stories, founders, takeaways and recommendations, for web and mobile frontends, partners and developers.
        Published content can be read without an API key. The samples expect a service at `http://localhost:5080` with the sample library;
        paste them into a shell.

        **Stories.** A list returns cards; the URL of a story returns the whole story. By default, its body consists of sections of blocks,
        which an app can render without an HTML engine. With `body=html`, `markdown` or `text`, it is a single string.

        ```sh
        curl -s 'http://localhost:5080/v1/stories/the-no-that-drew-a-map?body=text'
        # → "title":"The No That Drew a Map"
        ```

        **Includes.** Use `include=` to request content that is derived from other stories. Members that are not requested are null, so that
        every response has the same members.

        ```sh
        curl -s 'http://localhost:5080/v1/stories/the-no-that-drew-a-map?body=none&include=recommendations,navigation'
        # → "navigation":{"previous":
        ```

        **Home page.** A collection is a list of stories that an editor has put in order. One request returns all that a home page shows: the
        title and dek of each collection, and the cards of its first 20 stories. Draw the collections in the order of your layout, selected by
        `slug`; `GET /v1/collections/{slug}/stories` returns the page behind "Show all".

        ```sh
        curl -s 'http://localhost:5080/v1/collections?include=stories'
        # → "title":"Where to Begin","dek":"Stories for a first visit.","image":null,"storyCount":3,
        ```

        **Paging.** Lists have `items` and `nextCursor`. Pass `nextCursor` as `cursor` until it is null, or follow the `Link` header. Every
        page is equally fast. Stories that change while you page are omitted from later pages, so that you see each story at most once.

        ```sh
        next='/v1/stories?limit=3'
        while [ -n "$next" ]; do
          echo "GET $next"
          next=$(curl -s -o /dev/null -D - "http://localhost:5080$next" | tr -d '\r' | sed -n 's/^[Ll]ink: <\(.*\)>.*/\1/p')
        done
        # → GET /v1/stories?limit=3&cursor=
        ```

        **Caching.** Every response with published content has a strong `ETag`. Send it as `If-None-Match`: while the content is unchanged,
        the response is a 304 without a body. A 304 from the response cache of the service does not count against your rate limit.

        ```sh
        tag=$(curl -s -o /dev/null -D - 'http://localhost:5080/v1/topics' | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
        curl -s -o /dev/null -w '%{http_code}\n' -H "If-None-Match: $tag" 'http://localhost:5080/v1/topics'
        # → 304
        ```

        **Errors** are `application/problem+json` (RFC 9457). The `type` of a problem is the URL of a page that explains it. No invalid
        input is ignored: an unknown parameter, a value out of range or a cursor of another query returns 400 with the correction. A problem
        has at most 32,768 bytes; `detail` counts the faults that `errors` does not list.

        ```sh
        curl -s 'http://localhost:5080/v1/stories?limt=3'
        # → Did you mean limit?
        ```

        **Revisions.** The published content is called the library. Every change of the library gets the next revision number, without gaps.
        `Content-Revision` is the revision at which a response is accurate. Send `minRevision=` to read your own writes. Partners follow the
        change log at `GET /v1/changes`: pass the `position` of a response as `after`.

        ```sh
        curl -s 'http://localhost:5080/v1/changes?after=0&limit=2'
        # → "lastRevision":2
        ```

        **API keys.** The description of an operation names the scope that it requires. Create the first key on the command line:
        `key create --name me --scope preview` prints it. The samples read it from the variable `KEY`. Send the key as
        `Authorization: Bearer …`, or as `X-Api-Key` if your tool cannot set `Authorization`. Rate limits are per minute, for each key, or for
        each IP address without a key.

        ```sh
        curl -s 'http://localhost:5080/v1/drafts?limit=1' -H "Authorization: Bearer $KEY"
        # → "state":"published"
        ```

        **Writing.** A draft has versions, and readers see the version that you publish. `PUT` with `If-None-Match: *` creates a draft. To change it,
        send its `ETag` in `If-Match`, with `PUT` or `PATCH`. Each change is a new version; `Draft-Version` is its number. Publish that number.
        Both need a key with the scope `write`. The samples skip the check of the `ETag`.

        ```sh
        curl -s -X PUT 'http://localhost:5080/v1/drafts/a-first-draft' -H "Authorization: Bearer $KEY" -H 'If-None-Match: *' \
          -H 'Content-Type: application/json' -d '{ "title": "A First Draft", "body": "Written with curl." }'
        curl -s -X PUT 'http://localhost:5080/v1/drafts/a-first-draft/publication' -H "Authorization: Bearer $KEY" -H 'If-Match: *' \
          -H 'Content-Type: application/json' -d '{ "version": 1 }'
        # → "state":"published"
        ```
        """;

    /// <summary>Descriptions of 2xx and 3xx statuses, which precede the description of the body. Each problem has its own.</summary>
    public static readonly IReadOnlyDictionary<string, string> StatusDescriptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["200"] = "Success.",
        ["201"] = "Created. `Location` is the URL of the new resource.",
        ["204"] = "Success, without a body.",
        ["304"] = "Not modified: your copy is current. There is no body.",
        ["308"] = "The resource has a new slug. `Location` is its new URL, with the same subpath and query.",
    };
}
