using System.Text.Json;
using ContentApi.Web.ResponseCache;

namespace ContentApi.Web.Problems;

/// <summary>
/// A problem response. Handlers return expected problems; <see cref="ProblemMiddleware"/> creates the others from status codes and
/// exceptions.
/// </summary>
internal class ProblemResult(ProblemKind kind, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => kind.Status;

    public IReadOnlyDictionary<string, string[]>? Errors => errors;

    /// <summary>Gets the number of faults that <see cref="Errors"/> does not list.</summary>
    public int UnlistedCount { get; init; }

    /// <summary>Gets the tags that invalidate the response in the response cache, which does not store a response without tags.</summary>
    public string[] Tags { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (CapturedResponse.TryCapture(httpContext, this, Tags))
        {
            return;
        }

        var response = httpContext.Response;
        var problem = ProblemBounds.Truncate(
            new()
            {
                Type = kind.Type,
                Title = kind.Title,
                Status = kind.Status,
                Detail = detail,
                Instance = httpContext.Request.Path.ToUriComponent(),
                TraceId = httpContext.GetTraceId(),
                Errors = errors,
            },
            UnlistedCount);

        response.StatusCode = kind.Status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(response.Body, problem, ProblemJsonContext.Relaxed.Problem, httpContext.RequestAborted);
    }
}
