using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Publishing;

/// <summary>Validates the limits of a collection. <see cref="CollectionEditor.FindFaults"/> validates its stories.</summary>
internal sealed class CollectionDocumentValidator : AbstractValidator<CollectionDocument>
{
    public CollectionDocumentValidator()
    {
        RuleFor(collection => collection.Title).Required().Line(300);
        RuleFor(collection => collection.Dek).Lines(2000);
        RuleFor(collection => collection.Image!).SetValidator(new ImageValidator()).When(collection => collection.Image is not null);
        RuleFor(collection => collection.Stories).NotNull()
            .Must(stories => stories is null || stories.Count <= CollectionDocument.MaxStories).WithMessage($"can have at most {CollectionDocument.MaxStories} items.");
        RuleForEach(collection => collection.Stories).Must(Slug.IsValid).WithMessage(Slug.Requirement)
            .When(collection => collection.Stories?.Count <= CollectionDocument.MaxStories); // an error for each of a million stories would make a huge response
    }
}
