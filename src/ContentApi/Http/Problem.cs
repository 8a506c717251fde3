using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentApi.Http.Caching;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Http;

/// <summary>Every error from 400 to 503, as `application/problem+json` (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>What kind of problem it is: a relative reference, the same for every occurrence.</summary>
    /// <example>/problems/invalid-request</example>
    [Text(100, Format = "uri-reference", Pattern = "^/problems/[a-z0-9-]+$")]
    public required string Type { get; init; }

    /// <summary>The kind in words.</summary>
    /// <example>The request is not valid</example>
    [Text(100)]
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    /// <example>400</example>
    [Range(400, 599)]
    public required int Status { get; init; }

    /// <summary>
    /// What went wrong this time, and what to do about it. A long text ends with an ellipsis; a last sentence counts the faults that
    /// `errors` does not list.
    /// </summary>
    /// <example>limit must be from 1 to 100.</example>
    [Text(ProblemBounds.Detail)]
    public required string Detail { get; init; }

    /// <summary>Path of the request; one of more than 2,000 characters ends with three dots.</summary>
    /// <example>/v1/stories</example>
    [Text(ProblemBounds.Instance, Format = "uri-reference")]
    public required string Instance { get; init; }

    /// <summary>Identifier to quote when you report the problem (W3C trace id).</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    [Text(32, Pattern = "^[0-9a-f]{32}$")]
    public required string TraceId { get; init; }

    /// <summary>
    /// What is wrong with each parameter, header or member, by its name; null where the problem is not about one. A problem has at most
    /// 32,768 bytes and lists at most 100 names: long names and texts end with an ellipsis, and `detail` says how many faults are not listed.
    /// </summary>
    /// <example>{ "limit": ["must be a whole number from 1 to 100."] }</example>
    [Text(ProblemBounds.Fault), MaxLength(100)]
    public required IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}

/// <summary>An answer that is a problem. Expected ones are what handlers return; the rest is made from status codes and exceptions.</summary>
internal class ProblemResult(ProblemKind kind, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => kind.Status;

    public IReadOnlyDictionary<string, string[]>? Errors => errors;

    /// <summary>Gets how many faults there are besides those in <see cref="Errors"/>.</summary>
    public int Unlisted { get; init; }

    /// <summary>What it was concluded from, where it may be remembered until one of these changes.</summary>
    public string[] Tags { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Found.Leave(httpContext, this, Tags))
        {
            return;
        }

        var response = httpContext.Response;
        var problem = ProblemBounds.Bound(
            new()
            {
                Type = kind.Type,
                Title = kind.Title,
                Status = kind.Status,
                Detail = detail,
                Instance = httpContext.Request.Path.ToUriComponent(),
                TraceId = httpContext.TraceId(),
                Errors = errors,
            },
            Unlisted);

        response.StatusCode = kind.Status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(response.Body, problem, ProblemJson.Relaxed.Problem, httpContext.RequestAborted);
    }
}

/// <summary>400: a parameter, header or path that cannot be understood.</summary>
internal sealed class InvalidRequest(string parameter, string fault)
    : ProblemResult(ProblemKind.InvalidRequest, $"{parameter} {fault}", new Dictionary<string, string[]>(StringComparer.Ordinal) { [parameter] = [fault] }),
        IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJson.Response(StatusCodes.Status400BadRequest));
}

/// <summary>404: nothing has that name.</summary>
internal sealed class NotFoundProblem(string detail) : ProblemResult(ProblemKind.NotFound, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJson.Response(StatusCodes.Status404NotFound));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static ProducesResponseTypeMetadata Response(int status) =>
        new(status, typeof(Problem), ["application/problem+json"]);
}
