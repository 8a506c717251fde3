using ContentApi.Core.Model;
using ContentApi.Publishing;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Identity;

/// <summary>
/// Handles the writes to founders or topics, which have no drafts: a change is live at once. Checks preconditions before the content.
/// </summary>
internal sealed class NamedResourceWrites<T, TRow>(NamedResource<T, TRow> resources, NamedResourceEditor<TRow> editor)
    where T : class
    where TRow : class, INamedResource
{
    /// <summary>Creates or replaces a resource.</summary>
    /// <param name="slug">The slug in the URL.</param>
    /// <param name="context">The request.</param>
    /// <param name="validate">Validates the content.</param>
    /// <param name="update">Returns the row to save, as in <see cref="NamedResourceEditor{TRow}.Save"/>.</param>
    /// <param name="caller">The caller.</param>
    public async Task<Results<Ok<T>, CreatedResourceResult<T>, WriteProblem>> Save(
        string slug, HttpContext context, Func<Task<ValidationResult>> validate, Func<TRow?, long, TRow> update, Caller caller)
    {
        if (!Slug.IsValid(slug))
        {
            return new WriteProblem(new InvalidRequestProblem("slug", Slug.Requirement));
        }

        var (current, newSlug) = await resources.Find(slug, context.RequestAborted);
        if (current is null && newSlug is not null)
        {
            return await CreateFormerSlugProblem(slug, newSlug, context.Request);
        }

        if (Preconditions.Check(context.Request, ComputeETag(current), Describe(slug)) is { } failure)
        {
            return new WriteProblem(failure);
        }

        if (BodyValidation.ToProblem(await validate()) is { } invalid)
        {
            return new WriteProblem(invalid);
        }

        return await SaveChecked(slug, current, context, update, caller);
    }

    /// <summary>Changes a resource. <paramref name="change"/> returns the row to save, or the problem of the patched content.</summary>
    public async Task<Results<Ok<T>, NotFoundProblem, WriteProblem>> Patch(
        string slug, HttpContext context, Func<T, Task<(Func<TRow?, long, TRow>? Update, ProblemResult? Problem)>> change, Caller caller)
    {
        var (current, newSlug) = await resources.Find(slug, context.RequestAborted);
        if (current is null)
        {
            return newSlug is null ? NotFound(slug) : await CreateFormerSlugProblem(slug, newSlug, context.Request);
        }

        if (Preconditions.Check(context.Request, ComputeETag(current), Describe(slug)) is { } failure)
        {
            return new WriteProblem(failure);
        }

        var (update, problem) = await change(current);
        return update is null ? new WriteProblem(problem!)
            : (await SaveChecked(slug, current, context, update, caller)).Result is Ok<T> saved ? saved
            : new WriteProblem(Preconditions.CreateConcurrentChangeProblem(context.Request, await ReadETag(slug, context.RequestAborted), Describe(slug)));
    }

    public async Task<Results<Ok<T>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Rename(string slug, string requestedSlug, HttpContext context, Caller caller)
    {
        var (current, newSlug) = await resources.Find(slug, context.RequestAborted);
        if (current is null)
        {
            return newSlug is null ? NotFound(slug) : FormerSlugProblem(slug, newSlug);
        }

        if (Preconditions.CheckIfMatch(context.Request, ComputeETag(current)!) is { } failure)
        {
            return new PreconditionProblem(failure);
        }

        return await editor.Rename(slug, requestedSlug, GetExpectedRevision(current, context.Request), caller.Actor, context.RequestAborted) switch
        {
            NamedResourceOutcome.SlugTaken => new ConflictProblem($"The slug '{requestedSlug}' is or was used by another {resources.KindName}."),
            NamedResourceOutcome.ChangedMeanwhile => await CreateChangedProblem(slug, context),
            NamedResourceOutcome.Done when await resources.Find(requestedSlug, context.RequestAborted) is ({ } renamed, _) => Ok(renamed, context),
            _ => NotFound(slug),
        };
    }

    public async Task<Results<Ok<T>, InvalidContentProblem, NotFoundProblem, ConflictProblem, PreconditionProblem>> Merge(string slug, string into, HttpContext context, Caller caller)
    {
        var (current, newSlug) = await resources.Find(slug, context.RequestAborted);
        if (current is null)
        {
            return newSlug is null ? NotFound(slug) : FormerSlugProblem(slug, newSlug);
        }

        if (Preconditions.CheckIfMatch(context.Request, ComputeETag(current)!) is { } failure)
        {
            return new PreconditionProblem(failure);
        }

        var (outcome, targetSlug) = await editor.Merge(slug, into, GetExpectedRevision(current, context.Request), caller.Actor, context.RequestAborted);
        return outcome switch
        {
            NamedResourceOutcome.TargetNotFound => new InvalidContentProblem("into", $"must be the slug of a {resources.KindName}; no {resources.KindName} has the slug '{into}'."),
            NamedResourceOutcome.TargetIsSource => new InvalidContentProblem("into", $"must be another {resources.KindName}; '{into}' is '{slug}' itself."),
            NamedResourceOutcome.ChangedMeanwhile => await CreateChangedProblem(slug, context),
            NamedResourceOutcome.Done when await resources.Find(targetSlug!, context.RequestAborted) is ({ } target, _) => Ok(target, context),
            _ => NotFound(slug),
        };
    }

    /// <summary>Deletes a resource. <paramref name="referencedDetail"/> is the detail of the 409 if published content refers to it.</summary>
    public async Task<Results<NoContent, NotFoundProblem, ConflictProblem, PreconditionProblem>> Delete(string slug, string referencedDetail, HttpContext context, Caller caller)
    {
        var (current, newSlug) = await resources.Find(slug, context.RequestAborted);
        if (current is null)
        {
            return newSlug is null ? NotFound(slug) : FormerSlugProblem(slug, newSlug);
        }

        if (Preconditions.CheckIfMatch(context.Request, ComputeETag(current)!) is { } failure)
        {
            return new PreconditionProblem(failure);
        }

        return await editor.Delete(slug, GetExpectedRevision(current, context.Request), caller.Actor, context.RequestAborted) switch
        {
            NamedResourceOutcome.Done => TypedResults.NoContent(),
            NamedResourceOutcome.Referenced => new ConflictProblem(referencedDetail),
            NamedResourceOutcome.ChangedMeanwhile => await CreateChangedProblem(slug, context),
            _ => NotFound(slug),
        };
    }

    private async Task<Results<Ok<T>, CreatedResourceResult<T>, WriteProblem>> SaveChecked(string slug, T? current, HttpContext context, Func<TRow?, long, TRow> update, Caller caller)
    {
        var saved = await editor.Save(slug, update, current is null ? 0 : resources.GetRevision(current), caller.Actor, context.RequestAborted);
        if (saved is null)
        {
            return new WriteProblem(Preconditions.CreateConcurrentChangeProblem(context.Request, await ReadETag(slug, context.RequestAborted), Describe(slug)));
        }

        // Returns what was saved, not the current row. With the entity tag of the current row, this editor could overwrite another editor's
        // change without having seen it.
        var resource = resources.Create(saved, current);
        var ok = Ok(resource, context);
        return current is null ? new CreatedResourceResult<T>(resource, resources.GetOperation, slug) : ok;
    }

    private Ok<T> Ok(T resource, HttpContext context)
    {
        context.Response.Headers.ETag = ComputeETag(resource);
        return TypedResults.Ok(resource);
    }

    /// <summary>Returns the revision that an action with `If-Match` requires; null without `If-Match`.</summary>
    private long? GetExpectedRevision(T current, HttpRequest request) => request.Headers.IfMatch.Count > 0 ? resources.GetRevision(current) : null;

    private async Task<PreconditionProblem> CreateChangedProblem(string slug, HttpContext context) =>
        new(Preconditions.CreateConcurrentChangeProblem(context.Request, await ReadETag(slug, context.RequestAborted), Describe(slug)));

    /// <summary>Returns the problem of a write to a former slug: 412 if it creates a resource, because that exists; otherwise 409.</summary>
    private async Task<WriteProblem> CreateFormerSlugProblem(string slug, string newSlug, HttpRequest request) =>
        new(await ReadETag(newSlug, request.HttpContext.RequestAborted) is { } etag && Preconditions.CheckFormerUrl(request, etag, Describe(newSlug), $"/v1/{resources.KindName}s/{newSlug}") is { } failure
            ? failure
            : FormerSlugProblem(slug, newSlug));

    private async Task<string?> ReadETag(string slug, CancellationToken cancellationToken) => ComputeETag((await resources.Find(slug, cancellationToken)).Resource);

    private string? ComputeETag(T? resource) => resource is null ? null : EntityTag.Compute(resource, resources.JsonType);

    private string Describe(string slug) => $"The {resources.KindName} '{slug}'";

    private NotFoundProblem NotFound(string slug) => new($"No {resources.KindName} has the slug '{slug}'.");

    private static ConflictProblem FormerSlugProblem(string slug, string newSlug) => new($"'{slug}' is a former slug of '{newSlug}'. Use '{newSlug}'.");
}
