namespace ContentApi.Web.Problems;

/// <summary>
/// A kind of problem. Its name is the last segment of `type`. Its documentation page (<see cref="ProblemPages"/>) and its response in the
/// OpenAPI document use the same texts.
/// </summary>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    /// <summary>Gets the explanation of the problem, in complete sentences.</summary>
    public required string Meaning { get; init; }

    /// <summary>Gets the instructions to resolve the problem.</summary>
    public required string Remedy { get; init; }

    /// <summary>Gets an example of `detail`.</summary>
    public required string ExampleDetail { get; init; }

    /// <summary>Gets an example entry of `errors`; null if the problem does not concern a parameter, header or member.</summary>
    public (string Name, string Fault)? ExampleError { get; init; }

    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request is not valid")
    {
        Meaning = "A parameter, a header or the body is unknown, repeated, malformed or out of range. The service neither guesses nor ignores invalid input.",
        Remedy = "`errors` maps each parameter, header or member to its errors, often with a suggestion. Correct the request; the same request returns the same error.",
        ExampleDetail = "limit must be a whole number from 1 to 100.",
        ExampleError = ("limit", "must be a whole number from 1 to 100."),
    };

    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "A valid API key is required")
    {
        Meaning = "The request has no API key, or its key is malformed, unknown, expired or revoked. An invalid key returns this error on every operation, including public reads.",
        Remedy = "Send an API key in the `Authorization` header (`Bearer …`) or in the `X-Api-Key` header. Create the first key with the command `key create`, and others with `POST /v1/keys`. Reading published content needs no key, unless the server requires one.",
        ExampleDetail = "Send an API key in the Authorization header (Bearer …) or in the X-Api-Key header.",
    };

    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The API key lacks the required scope")
    {
        Meaning = "The API key is valid but lacks the scope that the operation requires.",
        Remedy = "`detail` and `WWW-Authenticate` name the scope. Use a key that has it, or create one; the scopes of an existing key cannot be changed.",
        ExampleDetail = "This operation requires the scope 'write'.",
    };

    public static readonly ProblemKind NotFound = new("not-found", 404, "Not found")
    {
        Meaning = "The URL identifies no resource: the slug or id is unknown, or no route matches the path.",
        Remedy = "Check the URL: paths are case-sensitive and have no trailing slash. Take slugs and ids from lists instead of constructing them. A renamed story returns 308 with its new URL.",
        ExampleDetail = "No published story has the slug 'no-such-story'.",
    };

    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here")
    {
        Meaning = "The URL is valid, but does not support this method.",
        Remedy = "Use one of the methods that `Allow` lists.",
        ExampleDetail = "POST is not allowed here; allowed: GET, HEAD.",
    };

    public static readonly ProblemKind Conflict = new("conflict", 409, "Conflicts with the current state")
    {
        Meaning = "The request is valid but conflicts with the current state: for example, the slug is taken, published stories refer to the founder, or the draft is still published.",
        Remedy = "`detail` describes the conflict and often how to resolve it. Resolve it, then retry.",
        ExampleDetail = "The slug 'the-quiet-bakery' is or was used by another draft.",
    };

    public static readonly ProblemKind Gone = new("gone", 410, "The story was withdrawn")
    {
        Meaning = "The story was published under this slug and has been withdrawn. `detail` includes the reason, if one was given.",
        Remedy = "Delete your copies of the story. `GET /v1/changes` reports if it is published again.",
        ExampleDetail = "The story 'the-quiet-bakery' was withdrawn: The source retracted its statement.",
    };

    public static readonly ProblemKind HistoryChanged = new("history-changed", 410, "The history has changed")
    {
        Meaning = "The change log does not contain the position in `after`: the library was restored from a backup, or the position belongs to another library. The changes that you received may differ from those in the log.",
        Remedy = "Discard your copy. Start again with a crawl of `GET /v1/stories`, and continue with `GET /v1/changes` at the `Content-Revision` of its first page.",
        ExampleDetail = "The position 999 is beyond the end of the log, which is at 12: the library was restored from a backup, or the position belongs to another library.",
    };

    public static readonly ProblemKind PreconditionFailed = new("precondition-failed", 412, "Precondition failed")
    {
        Meaning = "The condition in `If-Match` or `If-None-Match` is not met: the resource has changed since you read it, already exists, or does not exist. Nothing was changed.",
        Remedy = "To read the current content, omit `If-Match`. For a change: read the resource again, reapply your change, and send it with the current `ETag`. If the resource exists, this response also carries its `ETag`.",
        ExampleDetail = "The current ETag is \"0198e4a17c007d3ba5f03c2b1a098765-4\". Read the resource again and reapply the change.",
    };

    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is too large")
    {
        Meaning = "The body exceeds 2,000,000 bytes.",
        Remedy = "Send a smaller body. The text of a story is limited to 1,000,000 bytes; reference images by URL instead of embedding them.",
        ExampleDetail = "The body can have at most 2,000,000 bytes.",
    };

    public static readonly ProblemKind UriTooLong = new("uri-too-long", 414, "The URL is too long")
    {
        Meaning = "The path and query exceed 8,192 characters in total.",
        Remedy = "Request less at once: fewer slugs in `GET /v1/story-batch`, or fewer stories in a reading history.",
        ExampleDetail = "The path and query can have at most 8,192 characters in total.",
    };

    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "Unsupported media type")
    {
        Meaning = "The operation does not accept the media type of the body, or the body is compressed or not in UTF-8.",
        Remedy = "Set `Content-Type` to a type that `detail` names, and send the body in UTF-8 without `Content-Encoding`.",
        ExampleDetail = "The body must be application/json in UTF-8, without Content-Encoding.",
    };

    public static readonly ProblemKind InvalidContent = new("invalid-content", 422, "The content is not valid")
    {
        Meaning = "The body is well formed, but its content breaks validation rules: for example, a value is missing, is too long, or refers to something that does not exist. Nothing was saved.",
        Remedy = "`errors` lists the violations, each under the member that causes it, such as `takeaways[1].statement`. Correct them, then retry.",
        ExampleDetail = "title: must not be empty.",
        ExampleError = ("title", "must not be empty."),
    };

    public static readonly ProblemKind PreconditionRequired = new("precondition-required", 428, "A precondition is required")
    {
        Meaning = "The write has no precondition, so it could overwrite the changes of another client.",
        Remedy = "To replace the resource, send `If-Match` with its `ETag`. To create it, send `If-None-Match: *`. If the resource exists, this response carries its `ETag`.",
        ExampleDetail = "To replace the resource, send If-Match with its ETag. To create it, send If-None-Match: *.",
    };

    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests")
    {
        Meaning = "This API key, or this client IP address if no valid key was sent, has exceeded its rate limit.",
        Remedy = "Wait for the number of seconds in `Retry-After`, then retry. A 304 from the response cache does not count. Requests with an API key have a higher limit.",
        ExampleDetail = "The rate limit is 3,000 requests per minute. Retry in 1 s.",
    };

    public static readonly ProblemKind HeadersTooLarge = new("headers-too-large", 431, "The request headers are too large")
    {
        Meaning = "The names and values of the request headers exceed 16,384 characters in total.",
        Remedy = "Send fewer or shorter headers. Cookies are the most common cause; this service uses none.",
        ExampleDetail = "The request headers can have at most 16,384 characters in total.",
    };

    public static readonly ProblemKind Internal = new("internal", 500, "Internal server error")
    {
        Meaning = "The request failed because of an error in the service, not in the request. The error is logged under the `traceId`.",
        Remedy = "Retry later. If the error persists, report it with the `traceId`.",
        ExampleDetail = "The error was logged. Retry; if it persists, report the traceId.",
    };

    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Temporarily unavailable")
    {
        Meaning = "The database is unavailable or overloaded, or the revision in `minRevision` is not available on this node yet. The service returns this error instead of outdated data.",
        Remedy = "Wait for the number of seconds in `Retry-After`, then retry.",
        ExampleDetail = "The database is unavailable.",
    };

    public static readonly ProblemKind NotReady = new("not-ready", 503, "This node is not ready")
    {
        Meaning = "The readiness check failed: the database is unavailable, or its schema is out of date.",
        Remedy = "Load balancers should use another node. Operators: `detail` states the cause. Run the `migrate` command, or restore access to the database.",
        ExampleDetail = "The database is unavailable.",
    };

    /// <summary>Gets all predefined kinds.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, Gone, HistoryChanged, PreconditionFailed, TooLarge, UriTooLong, UnsupportedMediaType,
        InvalidContent, PreconditionRequired, TooManyRequests, HeadersTooLarge, Internal, Unavailable, NotReady,
    ];

    /// <summary>Gets the `type` of the problems: a relative reference to the documentation page.</summary>
    public string Type => $"{ProblemPages.BasePath}/{Name}";

    /// <summary>Returns the predefined kind of a status code, or creates a kind with a name such as `http-418`.</summary>
    public static ProblemKind FromStatus(int status) => All.FirstOrDefault(kind => kind.Status == status) ?? new($"http-{status}", status, "The request was rejected")
    {
        Meaning = $"The server rejected the request with status {status} before the API processed it.",
        Remedy = "Inspect the request as it was sent: a client or proxy may have truncated, delayed or changed it.",
        ExampleDetail = $"The server rejected the request with status {status}.",
    };
}
