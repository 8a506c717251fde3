namespace ContentApi.Web.Problems;

/// <summary>
/// A kind of problem. Its name is the last segment of `type`. Its documentation page (<see cref="ProblemPages"/>) and its response in the
/// contract use the same texts.
/// </summary>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    /// <summary>Gets the explanation of the problem, in complete sentences.</summary>
    public required string Meaning { get; init; }

    /// <summary>Gets the instructions to resolve the problem.</summary>
    public required string Remedy { get; init; }

    /// <summary>Gets an example of `detail`.</summary>
    public required string Detail { get; init; }

    /// <summary>Gets an example entry of `errors`; null if the problem does not concern a parameter, header or member.</summary>
    public (string Name, string Fault)? Error { get; init; }

    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request is not valid")
    {
        Meaning = "A parameter, a header or the body cannot be understood: it is unknown, repeated, malformed or out of range. Nothing is guessed and nothing is ignored.",
        Remedy = "Read `errors`: it has each fault under the name of what has it, often with what was probably meant. Mend the request; the same one again has the same answer.",
        Detail = "limit must be a whole number from 1 to 100.",
        Error = ("limit", "must be a whole number from 1 to 100."),
    };

    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "A valid key is needed")
    {
        Meaning = "The operation needs a key, or the key that was sent is wrong, expired or revoked. A wrong key is never ignored, not even where none is needed.",
        Remedy = "Send a key as `Authorization: Bearer …`, or as `X-Api-Key`. The first key is made by the verb `key create`, others by `POST /v1/keys`. To read what is published, leave the key out.",
        Detail = "Send a key as Authorization: Bearer … or as X-Api-Key.",
    };

    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The key may not do this")
    {
        Meaning = "The key is good, and has not got the scope that the operation needs.",
        Remedy = "`detail` and `WWW-Authenticate` name the scope. Use a key that has it, or have one made; the scopes of a key never change.",
        Detail = "This needs a key with the scope write; yours has not got it.",
    };

    public static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing here")
    {
        Meaning = "Nothing has this address: the name was never given, or the address itself is none of the contract's.",
        Remedy = "Look at letter case and at the end of the address: addresses are case-sensitive and end without a slash. Take names from lists rather than making them up; renamed stories answer 308 with their new address.",
        Detail = "No story is published under the name 'no-such-story'.",
    };

    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here")
    {
        Meaning = "There is something at this address, and it does not take this method.",
        Remedy = "`Allow` lists the methods that it takes.",
        Detail = "POST is not allowed here; allowed: GET, HEAD.",
    };

    public static readonly ProblemKind Conflict = new("conflict", 409, "It stands against the present state")
    {
        Meaning = "The request is well formed, and what is there now is against it: a name that is taken, a founder whom stories are about, a draft that is still published.",
        Remedy = "`detail` says what is in the way and often how to move it. Do that first, then repeat the request.",
        Detail = "'the-quiet-bakery' is the name of another draft, or was.",
    };

    public static readonly ProblemKind Gone = new("gone", 410, "It was withdrawn")
    {
        Meaning = "The story was published under this name, and the newsroom has withdrawn it. `detail` has the reason where one was given.",
        Remedy = "Take your copy down, and do not ask again: should the story come back, it stands in `GET /v1/changes`.",
        Detail = "The story 'the-quiet-bakery' was withdrawn: The source took back what it had said.",
    };

    public static readonly ProblemKind PreconditionFailed = new("precondition-failed", 412, "It has changed since")
    {
        Meaning = "What `If-Match` or `If-None-Match` says is not so: somebody else has saved meanwhile, or it is there already, or not there at all. Nothing was changed.",
        Remedy = "Read it again, make your change on what you find, and send that with its `ETag`, which is in this answer as well.",
        Detail = "It is at \"0198e4a17c007d3ba5f03c2b1a098765-4\" now. Read it again, and repeat the change on what you find.",
    };

    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is too large")
    {
        Meaning = "The body has more bytes than the 2,000,000 that are taken.",
        Remedy = "Send less: a story's text has at most 1,000,000 bytes, and pictures are referred to by their addresses.",
        Detail = "A body may have at most 2,000,000 bytes.",
    };

    public static readonly ProblemKind UriTooLong = new("uri-too-long", 414, "The address is too long")
    {
        Meaning = "Path and query have more than 8,192 characters in all.",
        Remedy = "Ask for less at once: fewer slugs in `GET /v1/stories:batch`, fewer stories in a reading history.",
        Detail = "An address may have at most 8192 characters.",
    };

    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body is of another type")
    {
        Meaning = "The body is of a media type that the operation does not take, is not in UTF-8, or is compressed.",
        Remedy = "Set `Content-Type` to one that `detail` names, and send the text as it is, in UTF-8, without `Content-Encoding`.",
        Detail = "The body must be application/json, in UTF-8 and not compressed.",
    };

    public static readonly ProblemKind InvalidContent = new("invalid-content", 422, "The content breaks rules")
    {
        Meaning = "The body can be read, and what it says breaks rules: something is too long, missing, or refers to what is not there. Nothing was saved.",
        Remedy = "Read `errors`: it has all broken rules at once, each under the member that breaks it, such as `takeaways[1].statement`.",
        Detail = "title: 'title' must not be empty.",
        Error = ("title", "'title' must not be empty."),
    };

    public static readonly ProblemKind PreconditionRequired = new("precondition-required", 428, "A precondition is needed")
    {
        Meaning = "The write does not say what it expects to find, so that it could overwrite what somebody else has saved.",
        Remedy = "Send `If-Match` with the `ETag` of what you have read to replace it, or `If-None-Match: *` to create it.",
        Detail = "Send If-Match with the ETag that you have read to replace it, or If-None-Match: * to create it.",
    };

    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests")
    {
        Meaning = "This key, or this address without one, has used up its requests for the moment.",
        Remedy = "Wait as many seconds as `Retry-After` says. Answers that you keep and ask for with `If-None-Match` cost nothing while they are unchanged (304), and keys have higher limits.",
        Detail = "You may send 3,000 requests a minute. Try again in 1 s.",
    };

    public static readonly ProblemKind HeadersTooLarge = new("headers-too-large", 431, "The request's headers are too large")
    {
        Meaning = "Names and values of the request's headers have more than 16,384 characters in all.",
        Remedy = "Send fewer or shorter headers. The usual culprits are cookies, of which this service needs none.",
        Detail = "Headers may have at most 16384 characters in all.",
    };

    public static readonly ProblemKind Internal = new("internal", 500, "Something went wrong on our side")
    {
        Meaning = "The service has a fault, and it is logged under the `traceId`. It is not the request's.",
        Remedy = "Try once more, later. If it stays, report it with the `traceId`.",
        Detail = "The fault is logged under this traceId. Trying again may help; if it does not, report it.",
    };

    public static readonly ProblemKind Unavailable = new("unavailable", 503, "The library cannot be read right now")
    {
        Meaning = "The database is away or overloaded, or this node has not seen the revision that `minRevision` asks for. Rather than something old, it says so.",
        Remedy = "Try again after as many seconds as `Retry-After` says.",
        Detail = "The database does not answer.",
    };

    public static readonly ProblemKind NotReady = new("not-ready", 503, "This node is not ready")
    {
        Meaning = "The node answers its readiness check with no: its database is away, or has not got all migrations.",
        Remedy = "Load balancers ask another node. Whoever runs this one: `detail` says what is missing; run the verb `migrate`, or see to the database.",
        Detail = "The database does not answer.",
    };

    /// <summary>Gets all named kinds.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, Gone, PreconditionFailed, TooLarge, UriTooLong, UnsupportedMediaType,
        InvalidContent, PreconditionRequired, TooManyRequests, HeadersTooLarge, Internal, Unavailable, NotReady,
    ];

    /// <summary>Gets the `type` of the problems: a relative reference to the documentation page.</summary>
    public string Type => $"{ProblemPages.Address}/{Name}";

    /// <summary>Returns the kind of a status code. A status code without a named kind gets a name such as `http-418`.</summary>
    public static ProblemKind For(int status) => All.FirstOrDefault(kind => kind.Status == status) ?? new($"http-{status}", status, "The request cannot be answered")
    {
        Meaning = $"The server refused the request with the status {status} before the service saw it.",
        Remedy = "Look at the request as it was sent: a proxy or client on the way may have cut, delayed or changed it.",
        Detail = $"The server answered {status}.",
    };
}
