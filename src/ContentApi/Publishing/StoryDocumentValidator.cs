using System.Text;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using FluentValidation;

namespace ContentApi.Publishing;

/// <summary>
/// Validates the limits of a document and reports all violations at once. The database enforces most of these limits, too.
/// </summary>
internal sealed class StoryDocumentValidator : AbstractValidator<StoryDocument>
{
    private const int MaxTopics = 20;
    private const int MaxTakeaways = 50;
    private const int MaxRecommendations = 20;

    public StoryDocumentValidator()
    {
        RuleFor(story => story.Title).Required().Line(300);
        RuleFor(story => story.Slug).Must(Slug.IsValid).When(story => story.Slug is not null).WithMessage(Slug.Requirement);
        RuleFor(story => story.Founder!).SetValidator(new FounderDocumentValidator()).When(story => story.Founder is not null);
        RuleFor(story => story.PublishedAt).Must(at => at is null || at.Value.Year < InstantConverter.FirstRejectedYear).WithMessage("must be before the year 9000.");
        RuleFor(story => story.Byline).Line(300);
        RuleFor(story => story.Dek).Lines(2000);
        RuleFor(story => story.ReadingMinutes).InclusiveBetween(1, 1000);
        RuleFor(story => story.Topics).Must(topics => topics.Count <= MaxTopics).WithMessage($"can have at most {MaxTopics} items.");
        RuleForEach(story => story.Topics).Required().Line(100)
            .Must(name => Slug.From(name!).Length > 0).WithMessage("must contain a letter or a digit; it is '{PropertyValue}'.")
            .When(story => story.Topics.Count <= MaxTopics); // an error for each of a million topics would make a huge response
        RuleFor(story => story.Language).LanguageTag();
        RuleFor(story => story.Rights!).SetValidator(new RightsValidator()).When(story => story.Rights is not null);
        RuleFor(story => story.Image!).SetValidator(new ImageValidator()).When(story => story.Image is not null);
        RuleFor(story => story.CanonicalUrl).HttpUrl();
        RuleFor(story => story.Takeaways).Must(takeaways => takeaways.Count <= MaxTakeaways).WithMessage($"can have at most {MaxTakeaways} items.");
        RuleForEach(story => story.Takeaways).SetValidator(new TakeawayDocumentValidator()).When(story => story.Takeaways.Count <= MaxTakeaways);
        RuleFor(story => story.Takeaways)
            .Must(takeaways => takeaways.Where(takeaway => takeaway.Id is not null).GroupBy(takeaway => takeaway.Id).All(group => group.Count() == 1))
            .WithMessage("must not contain an id more than once.");
        RuleFor(story => story.Recommendations).Must(cards => cards.Count <= MaxRecommendations).WithMessage($"can have at most {MaxRecommendations} items.");
        RuleForEach(story => story.Recommendations).SetValidator(new RecommendationDocumentValidator()).When(story => story.Recommendations.Count <= MaxRecommendations);
        RuleForEach(story => story.Recommendations)
            .Must((story, card) => (story.Slug ?? story.Title) is null || card.Slug != story.GetSlug()).WithMessage("must be another story; a story cannot recommend itself.")
            .When(story => story.Recommendations.Count <= MaxRecommendations);
        RuleFor(story => story.Recommendations)
            .Must(cards => cards.DistinctBy(card => card.Slug, StringComparer.Ordinal).Count() == cards.Count).WithMessage("must not contain a story more than once.");
        RuleFor(story => story.Body).NotNull().Text(int.MaxValue)
            .Must(body => body is null || Encoding.UTF8.GetByteCount(body) <= BodyLimits.MaxBytes).WithMessage("can have at most 1,000,000 bytes.")
            .CustomAsync((body, context, cancellationToken) => Task.Run(() => CheckBody(body!, context, cancellationToken), cancellationToken))
            .When(story => story.Body is not null && Encoding.UTF8.GetByteCount(story.Body) <= BodyLimits.MaxBytes, ApplyConditionTo.CurrentValidator);
    }

    /// <summary>
    /// Rejects a body that exceeds a limit of <see cref="MarkdownLimits"/>, with the line, or that has a heading with an unsafe character.
    /// Most bodies are accepted without parsing.
    /// </summary>
    private static void CheckBody(string body, ValidationContext<StoryDocument> context, CancellationToken cancellationToken)
    {
        if (MarkdownLimits.CannotExceed(body) && !DisplayText.CanContainUnsafeCharacter(body))
        {
            return;
        }

        var parsed = MarkdownReader.Read(body, "", cancellationToken);
        foreach (var violation in parsed.ExceededLimits)
        {
            context.AddFailure(violation);
        }

        if (parsed.Sections.SelectMany(GetHeadings).Select(heading => DisplayText.FindUnsafeCharacter(heading, isMultiline: true)).FirstOrDefault(fault => fault is not null) is { } headingFault)
        {
            context.AddFailure($"A heading {headingFault}");
        }
    }

    private static IEnumerable<string> GetHeadings(Section section) =>
        [section.Label ?? "", section.Title ?? "", .. GetHeadings(section.Blocks)];

    private static IEnumerable<string> GetHeadings(IEnumerable<Block> blocks) => blocks.SelectMany(block =>
        GetHeadings(block.Items.SelectMany(item => item.Children).Concat(block.Notes.SelectMany(note => note.Blocks)))
            .Concat(block.Type == BlockType.Heading ? [PlainTextWriter.Render(block)] : []));
}

internal sealed class FounderDocumentValidator : AbstractValidator<FounderDocument>
{
    public FounderDocumentValidator()
    {
        RuleFor(founder => founder).Must(founder => founder.Slug is not null || founder.Name is not null).WithMessage("must have a slug or a name.");
        RuleFor(founder => founder.Slug).Must(Slug.IsValid).When(founder => founder.Slug is not null).WithMessage(Slug.Requirement);
        RuleFor(founder => founder.Name).Must(name => Slug.From(CommentRemover.Remove(name!)).Length > 0).When(founder => founder is { Slug: null, Name.Length: > 0 })
            .WithMessage("must contain a letter or a digit, unless the founder has a slug; it is '{PropertyValue}'.");
        RuleFor(founder => founder.Name).Line(200).Must(name => name is not "").WithMessage("must not be empty.");
        RuleFor(founder => founder.Bio).Lines(5000);
        RuleFor(founder => founder.Image!).SetValidator(new ImageValidator()).When(founder => founder.Image is not null);
    }
}

internal sealed class TakeawayDocumentValidator : AbstractValidator<TakeawayDocument>
{
    public TakeawayDocumentValidator()
    {
        RuleFor(takeaway => takeaway.Statement).Required().Lines(1000);
        RuleFor(takeaway => takeaway.Explanation).Lines(10_000);
    }
}

internal sealed class RecommendationDocumentValidator : AbstractValidator<RecommendationDocument>
{
    public RecommendationDocumentValidator()
    {
        RuleFor(card => card.Slug).Must(Slug.IsValid).WithMessage(Slug.Requirement);
        RuleFor(card => card.Title).Line(300).Must(title => title is not "").WithMessage("must not be empty.");
        RuleFor(card => card.Dek).Lines(2000);
        RuleFor(card => card.Byline).Line(300);
        RuleFor(card => card.ReadingMinutes).InclusiveBetween(1, 1000);
        RuleFor(card => card.Founder!).SetValidator(new FounderDocumentValidator()).When(card => card.Founder is not null);
        RuleFor(card => card.Image!).SetValidator(new ImageValidator()).When(card => card.Image is not null);
        RuleFor(card => card.Language).LanguageTag();
    }
}
