using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Publishing;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using FluentValidation;
using FluentValidation.Results;

namespace ContentApi.Newsroom.Collections;

/// <summary>Validates and saves the collections that editors send.</summary>
internal sealed class CollectionWriter(CollectionEditor editor, IValidator<CollectionDocument> validator)
{
    /// <summary>Returns the collection with all its members; for a former slug, the current one; otherwise neither.</summary>
    public Task<(StoredCollection? Collection, string? NewSlug)> Find(string slug, CancellationToken cancellationToken) => editor.Find(slug, cancellationToken);

    /// <summary>Saves a document that replaces <paramref name="current"/>, and returns what was saved or why it was not.</summary>
    /// <param name="slug">The slug of the collection.</param>
    /// <param name="submitted">The document.</param>
    /// <param name="missingMembers">The members that the request must have but does not.</param>
    /// <param name="current">The collection whose preconditions were checked; null if it did not exist.</param>
    /// <param name="context">The request.</param>
    public async Task<(StoredCollection? Saved, WriteProblem? Problem)> Save(string slug, CollectionDocument submitted, IReadOnlyList<string> missingMembers, StoredCollection? current, HttpContext context)
    {
        var document = submitted with
        {
            Title = CommentRemover.RemoveOrNullIfOnlyComments(submitted.Title)?.Trim()!,
            Dek = CommentRemover.RemoveOrNullIfOnlyComments(submitted.Dek),
            Image = submitted.Image?.WithoutComments(),
        };
        if (BodyValidation.ToProblem(await Validate(document, missingMembers, context.RequestAborted)) is { } invalid)
        {
            return (null, new(invalid));
        }

        var (saved, faults) = await editor.Save(slug, document, current?.Row.Revision ?? 0, Caller.From(context)!.Actor, context.RequestAborted);
        return saved is not null ? (saved, null)
            : faults.Count > 0 ? (null, new(BodyValidation.ToProblem(new(faults.Select(ToFailure)))!)) // a draft was deleted meanwhile
            : (null, new(Preconditions.CreateConcurrentChangeProblem(context.Request, await FindETag(slug, context.RequestAborted), Describe(slug))));
    }

    /// <summary>Returns the problem of a write to a former slug: 412 if it creates a collection, because that exists; otherwise 409.</summary>
    public async Task<ProblemResult> CreateFormerSlugProblem(string slug, string newSlug, HttpRequest request) =>
        await FindETag(newSlug, request.HttpContext.RequestAborted) is { } etag && Preconditions.CheckFormerUrl(request, etag, Describe(newSlug), $"/v1/collections/{newSlug}") is { } failure
            ? failure
            : new ConflictProblem($"'{slug}' is a former slug of '{newSlug}'. Use '{newSlug}'.");

    private async Task<string?> FindETag(string slug, CancellationToken cancellationToken) => CollectionResult.ComputeETag((await editor.Find(slug, cancellationToken)).Collection);

    /// <summary>Returns the name of a collection in problems.</summary>
    public static string Describe(string slug) => $"The collection '{slug}'";

    /// <summary>Validates the members on their own and the stories against the newsroom, and returns all errors at once.</summary>
    private async Task<ValidationResult> Validate(CollectionDocument document, IReadOnlyList<string> missingMembers, CancellationToken cancellationToken)
    {
        var validation = await validator.ValidateAsync(document, cancellationToken);
        foreach (var name in missingMembers)
        {
            validation.Errors.RemoveAll(error => error.PropertyName == name);
            validation.Errors.Add(new(name, "is required. To change only some members, send PATCH."));
        }

        if (validation.Errors.TrueForAll(error => error.PropertyName != "stories"))
        {
            var faults = await editor.FindFaults(document.Stories, cancellationToken);
            validation.Errors.AddRange(faults.Where(fault => validation.Errors.TrueForAll(error => error.PropertyName != fault.Path)).Select(ToFailure).ToList());
        }

        return validation;
    }

    private static ValidationFailure ToFailure(CollectionFault fault) => new(fault.Path, fault.Message);
}
