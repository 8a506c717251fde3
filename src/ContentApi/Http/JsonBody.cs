using System.Reflection;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Http;

/// <summary>A request body of JSON, read strictly. The group's <see cref="Validation"/> has answered faults before a handler sees it.</summary>
internal sealed class JsonBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private JsonBody(T? value, ProblemResult? fault) => (this.value, Fault) = (value, fault);

    public const string MediaType = "application/json";

    public T Value => value ?? throw new InvalidOperationException("The body was not read. Is the endpoint in a group with WithValidatedBodies?");

    public ProblemResult? Fault { get; }

    object? IRequestBody.Content => value;

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, _, fault) = await RequestBody.Read(context, MediaType);
        if (fault is not null)
        {
            return new(value: null, fault);
        }

        (var value, fault) = StrictJson.Parse<T>(utf8);
        return new(value, fault);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), MediaType));
        Validation.Document(builder, validated: builder.ApplicationServices.GetService<IValidator<T>>() is not null);
    }
}

/// <summary>A <see cref="JsonBody{T}"/> that may be left out.</summary>
internal sealed class OptionalJsonBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private OptionalJsonBody(T? value, ProblemResult? fault) => (Value, Fault) = (value, fault);

    /// <summary>Gets what was sent; null when the request has no body.</summary>
    public T? Value { get; }

    public ProblemResult? Fault { get; }

    object? IRequestBody.Content => Value;

    public static async ValueTask<OptionalJsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, _, fault) = await RequestBody.Read(context, JsonBody<T>.MediaType);
        if (fault is not null)
        {
            return new(value: null, fault is EmptyBody ? null : fault);
        }

        (var value, fault) = StrictJson.Parse<T>(utf8);
        return new(value, fault);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), JsonBody<T>.MediaType) { IsRequired = false });
        Validation.Document(builder, validated: builder.ApplicationServices.GetService<IValidator<T>>() is not null);
    }
}

/// <summary>A JSON Merge Patch (RFC 7396) of a <typeparamref name="T"/>: an object whose members replace those of the target, null removes.</summary>
internal sealed class MergePatchBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private MergePatchBody(JsonElement value, ProblemResult? fault) => (Value, Fault) = (value, fault);

    public const string MediaType = "application/merge-patch+json";

    /// <summary>An object. Its members are not checked against <typeparamref name="T"/>: what it makes of the target is, by <see cref="StrictJson.Parse{T}(JsonElement)"/>.</summary>
    public JsonElement Value { get; }

    public ProblemResult? Fault { get; }

    object? IRequestBody.Content => null;

    public static async ValueTask<MergePatchBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, _, fault) = await RequestBody.Read(context, MediaType);
        if (fault is not null)
        {
            return new(default, fault);
        }

        (var value, fault) = StrictJson.ParseObject(utf8);
        return new(value, fault);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), MediaType));
        Validation.Document(builder, validated: true);
    }
}
