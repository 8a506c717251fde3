using System.Diagnostics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Http;

/// <summary>Every error from 400 to 503, as `application/problem+json` (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>What kind of problem it is: a relative reference, the same for every occurrence.</summary>
    /// <example>/problems/invalid-request</example>
    public required string Type { get; init; }

    /// <summary>The kind in words.</summary>
    /// <example>The request is not valid</example>
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>What went wrong this time, and what to do about it.</summary>
    /// <example>limit must be from 1 to 100.</example>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    /// <example>/v1/stories</example>
    public required string Instance { get; init; }

    /// <summary>Identifier to quote when you report the problem (W3C trace id).</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    public required string TraceId { get; init; }

    /// <summary>What is wrong with each parameter, header or member, by its name; null where the problem is not about one.</summary>
    public required IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}

/// <summary>A kind of problem. Its name is the last part of `type`.</summary>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request is not valid");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing here");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here");
    public static readonly ProblemKind UriTooLong = new("uri-too-long", 414, "The address is too long");
    public static readonly ProblemKind HeadersTooLarge = new("headers-too-large", 431, "The request's headers are too large");
    public static readonly ProblemKind Internal = new("internal", 500, "Something went wrong on our side");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "The library cannot be read right now");
    public static readonly ProblemKind NotReady = new("not-ready", 503, "This node is not ready");

    private static readonly ProblemKind[] All =
        [InvalidRequest, NotFound, MethodNotAllowed, UriTooLong, HeadersTooLarge, Internal, Unavailable, NotReady];

    public static ProblemKind For(int status) =>
        Array.Find(All, kind => kind.Status == status) ?? new ProblemKind($"http-{status}", status, "The request cannot be answered");
}

/// <summary>An answer that is a problem. Expected ones are what handlers return; the rest is made from status codes and exceptions.</summary>
internal class ProblemResult(ProblemKind kind, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => kind.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var problem = new Problem
        {
            Type = $"/problems/{kind.Name}",
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail,
            Instance = httpContext.Request.Path.ToUriComponent(),
            TraceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
            Errors = errors,
        };

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
