using System.Text;
using System.Text.Json;
using ContentApi.Access;
using ContentApi.Authoring.Body;
using ContentApi.Founders;
using ContentApi.Http;
using ContentApi.Stories;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>Founders as the newsroom writes them. A founder has no draft: a change is live at once, as one revision.</summary>
internal static class FounderAuthoring
{
    public static void MapFounderAuthoring(this RouteGroupBuilder v1)
    {
        var founders = v1.MapGroup("/founders/{slug}").WithTags("Founders").RequireScope(Scope.Write);
        founders.MapPut("", Save).WithName("saveFounder").WithHeaders([200, 201], "ETag");
        founders.MapDelete("", Delete).WithName("deleteFounder");
    }

    /// <summary>Save a founder</summary>
    /// <remarks>
    /// Replaces name, bio and portrait (`If-Match` with the `ETag` of `GET /v1/founders/{slug}`), or creates the founder
    /// (`If-None-Match: *`). What is left out or null is removed; the name is needed.
    /// </remarks>
    /// <param name="slug" example="a-new-founder">Name of the founder in addresses.</param>
    [ValidatesLater]
    internal static async Task<Results<Ok<Founder>, CreatedFounder, RefusedWrite>> Save(
        [Slug] string slug, JsonBody<FounderRequest> body, HttpContext context, FounderReader founders, Publisher publisher, IValidator<FounderDocument> validator, Caller caller, CancellationToken cancellation)
    {
        if (!Slug.IsValid(slug))
        {
            return new RefusedWrite(new InvalidRequest("slug", Slug.Words));
        }

        var current = await founders.Find(slug, cancellation);
        if (Preconditions.Check(context.Request, ETagOf(current)) is { } stop)
        {
            return new RefusedWrite(stop);
        }

        var given = body.Value.WithoutComments();
        var rules = await validator.ValidateAsync(new() { Slug = slug, Name = given.Name, Bio = given.Bio, Image = given.Image }, cancellation);
        if (given.Slug is not null && given.Slug != slug)
        {
            rules.Errors.Add(new ValidationFailure("slug", $"is not the one of the address, '{slug}'. The name of a founder in addresses does not change."));
        }

        if (given.Name is null)
        {
            rules.Errors.Add(new ValidationFailure("name", "must not be empty."));
        }

        if (Validation.Answer(rules) is { } invalid)
        {
            return new RefusedWrite(invalid);
        }

        var saved = await publisher.SaveFounder(
            slug,
            known => (known ?? new(Guid.CreateVersion7(), slug, "", Bio: null, Image: null, Revision: 0)) with
            {
                Name = given.Name!.Trim(),
                Bio = given.Bio,
                Image = given.Image is null ? null : JsonSerializer.Serialize(given.Image, StoryBodyJson.Relaxed.Image),
            },
            expected: current?.Revision ?? 0,
            caller.Actor,
            cancellation);
        if (saved is null)
        {
            return new RefusedWrite(Preconditions.Failed(context.Request, ETagOf(await founders.Find(slug, cancellation))));
        }

        // What was saved, not what is there by now: another editor's tag would let this one overwrite unseen work.
        var founder = new Founder
        {
            Id = saved.Id,
            Slug = saved.Slug,
            Name = saved.Name,
            Bio = saved.Bio,
            Image = saved.Image is null ? null : new(Encoding.UTF8.GetBytes(saved.Image)),
            StoryCount = current?.StoryCount ?? 0,
        };
        context.Response.Headers.ETag = ETagOf(founder);
        return current is null ? new CreatedFounder(founder) : TypedResults.Ok(founder);
    }

    /// <summary>Delete a founder</summary>
    /// <remarks>One that no published story refers to; else 409.</remarks>
    /// <param name="slug" example="a-new-founder">Name of the founder in addresses.</param>
    internal static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> Delete([Slug] string slug, Publisher publisher, Caller caller, CancellationToken cancellation)
    {
        try
        {
            return await publisher.DeleteFounder(slug, caller.Actor, cancellation) ? TypedResults.NoContent() : new NotFoundProblem($"No founder has the name '{slug}'.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new ConflictProblem($"Published stories are about '{slug}'. Withdraw them first, or give them another founder.");
        }
    }

    private static string? ETagOf(Founder? founder) => founder is null ? null : ETags.Of(founder, FounderJson.Default.Founder);
}

/// <summary>A founder to save, as a whole.</summary>
public sealed record FounderRequest
{
    /// <summary>The founder's public name in addresses: the one of this address, or null.</summary>
    /// <example>a-new-founder</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>Name, at most 200 characters.</summary>
    /// <example>Nora Lind</example>
    [Text(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Who the founder is, at most 5,000 characters; null: nothing is said.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [Text(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait; null: none.</summary>
    public Image? Image { get; init; }

    internal FounderRequest WithoutComments() => this with { Name = CommentText.RemoveFrom(Name)!, Bio = CommentText.RemoveFrom(Bio), Image = Image?.WithoutComments() };
}

/// <summary>201: the founder is new.</summary>
internal sealed class CreatedFounder(Founder founder) : IResult, Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, "getFounder", new { slug = founder.Slug });
        return httpContext.Response.WriteAsJsonAsync(founder, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(Founder), ["application/json"]));
}
