using System.Text;
using ContentApi.Authoring.Body;
using ContentApi.Stories;
using FluentValidation;

namespace ContentApi.Authoring;

/// <summary>The limits of a document, all broken ones at once. The database's checks are the same.</summary>
internal sealed class StoryDocumentValidator : AbstractValidator<StoryDocument>
{
    private const int MostTopics = 20;
    private const int MostTakeaways = 50;
    private const int MostRecommendations = 20;

    public StoryDocumentValidator()
    {
        RuleFor(story => story.Title).NotEmpty().Text(300);
        RuleFor(story => story.Slug).Must(Slug.IsValid).When(story => story.Slug is not null).WithMessage($"{{PropertyName}} {Slug.Words}");
        RuleFor(story => story.Founder!).SetValidator(new FounderDocumentValidator()).When(story => story.Founder is not null);
        RuleFor(story => story.PublishedAt).Must(at => at is null || at.Value.Year < InstantConverter.EndOfTime).WithMessage("{PropertyName} must be before the year 9000.");
        RuleFor(story => story.Byline).Text(300);
        RuleFor(story => story.Dek).Text(2000);
        RuleFor(story => story.ReadingMinutes).InclusiveBetween(1, 1000);
        RuleFor(story => story.Topics).Must(topics => topics.Count <= MostTopics).WithMessage($"There may be at most {MostTopics} topics.");
        RuleForEach(story => story.Topics).NotEmpty().Text(100)
            .Must(name => Slug.From(name!).Length > 0).WithMessage("'{PropertyValue}' has no letter or digit to name the topic by.")
            .When(story => story.Topics.Count <= MostTopics); // a fault of each of a million would be an answer of a gigabyte
        RuleFor(story => story.Language).LanguageTag();
        RuleFor(story => story.License).Text(300);
        RuleFor(story => story.Image!).SetValidator(new ImageValidator()).When(story => story.Image is not null);
        RuleFor(story => story.CanonicalUrl).WebAddress();
        RuleFor(story => story.Takeaways).Must(takeaways => takeaways.Count <= MostTakeaways).WithMessage($"There may be at most {MostTakeaways} takeaways.");
        RuleForEach(story => story.Takeaways).SetValidator(new TakeawayDocumentValidator()).When(story => story.Takeaways.Count <= MostTakeaways);
        RuleFor(story => story.Takeaways)
            .Must(takeaways => takeaways.Where(takeaway => takeaway.Id is not null).GroupBy(takeaway => takeaway.Id).All(group => group.Count() == 1))
            .WithMessage("Two takeaways have the same id.");
        RuleFor(story => story.Recommendations).Must(cards => cards.Count <= MostRecommendations).WithMessage($"There may be at most {MostRecommendations} recommendations.");
        RuleForEach(story => story.Recommendations).SetValidator(new RecommendationDocumentValidator()).When(story => story.Recommendations.Count <= MostRecommendations);
        RuleForEach(story => story.Recommendations)
            .Must((story, card) => (story.Slug ?? story.Title) is null || card.Slug != story.PublicName()).WithMessage("A story cannot recommend itself.")
            .When(story => story.Recommendations.Count <= MostRecommendations);
        RuleFor(story => story.Recommendations)
            .Must(cards => cards.DistinctBy(card => card.Slug, StringComparer.Ordinal).Count() == cards.Count).WithMessage("A story is recommended twice.");
        RuleFor(story => story.Body).NotNull().Text(int.MaxValue)
            .Must(body => body is null || Encoding.UTF8.GetByteCount(body) <= BodyLimits.Bytes).WithMessage("The body may have at most 1,000,000 bytes.")
            .CustomAsync((body, context, cancellationToken) => Task.Run(() => CheckLimits(body!, context, cancellationToken), cancellationToken))
            .When(story => story.Body is not null && Encoding.UTF8.GetByteCount(story.Body) <= BodyLimits.Bytes, ApplyConditionTo.CurrentValidator);
    }

    /// <summary>Refuses a body that exceeds a limit of <see cref="MarkdownLimits"/>, with the line. Most bodies need not be parsed for that.</summary>
    private static void CheckLimits(string body, ValidationContext<StoryDocument> context, CancellationToken cancellationToken)
    {
        if (!MarkdownLimits.IsPlainlyWithin(body))
        {
            foreach (var limit in MarkdownBody.Read(body, "", cancellationToken).Exceeded)
            {
                context.AddFailure(limit);
            }
        }
    }
}

internal sealed class RenameRequestValidator : AbstractValidator<RenameRequest>
{
    public RenameRequestValidator() => RuleFor(rename => rename.Slug).Must(Slug.IsValid).WithMessage($"{{PropertyName}} {Slug.Words}");
}

internal sealed class FounderDocumentValidator : AbstractValidator<FounderDocument>
{
    public FounderDocumentValidator()
    {
        RuleFor(founder => founder.Slug).Must(Slug.IsValid).WithMessage($"{{PropertyName}} {Slug.Words}");
        RuleFor(founder => founder.Name).Text(200).Must(name => name is null || name.Trim().Length > 0).WithMessage("The name is empty.");
        RuleFor(founder => founder.Bio).Text(5000);
        RuleFor(founder => founder.Image!).SetValidator(new ImageValidator()).When(founder => founder.Image is not null);
    }
}

internal sealed class TakeawayDocumentValidator : AbstractValidator<TakeawayDocument>
{
    public TakeawayDocumentValidator()
    {
        RuleFor(takeaway => takeaway.Statement).NotEmpty().Text(1000);
        RuleFor(takeaway => takeaway.Explanation).Text(10_000);
    }
}

internal sealed class RecommendationDocumentValidator : AbstractValidator<RecommendationDocument>
{
    public RecommendationDocumentValidator()
    {
        RuleFor(card => card.Slug).Must(Slug.IsValid).WithMessage($"{{PropertyName}} {Slug.Words}");
        RuleFor(card => card.Title).Text(300).Must(title => title is null || title.Trim().Length > 0).WithMessage("The title is empty.");
        RuleFor(card => card.Dek).Text(2000);
        RuleFor(card => card.Byline).Text(300);
        RuleFor(card => card.ReadingMinutes).InclusiveBetween(1, 1000);
        RuleFor(card => card.Founder!).SetValidator(new FounderDocumentValidator()).When(card => card.Founder is not null);
        RuleFor(card => card.Image!).SetValidator(new ImageValidator()).When(card => card.Image is not null);
        RuleFor(card => card.Language).LanguageTag();
        RuleFor(card => card.License).Text(300);
    }
}

internal sealed class ImageValidator : AbstractValidator<Image>
{
    public ImageValidator()
    {
        RuleFor(image => image.Url).NotEmpty().WebAddress();
        RuleFor(image => image.Alt).Text(2000);
        RuleFor(image => image.Width).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Height).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Caption).Text(2000);
        RuleFor(image => image.Credit).Text(300);
    }
}

internal static class DocumentRules
{
    /// <summary>Text that PostgreSQL can store (no U+0000, no lone surrogate), of at most so many characters.</summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int maxLength) =>
        rule.Must(text => text is null || text.Length <= maxLength || text.EnumerateRunes().Count() <= maxLength)
            .WithMessage($"{{PropertyName}} may have at most {maxLength:N0} characters.")
            .Must(text => text is null || IsWellFormed(text))
            .WithMessage("{PropertyName} has a character that is none: U+0000 or half of a surrogate pair.");

    /// <summary>A BCP 47 tag of at most 35 characters, in any case.</summary>
    public static IRuleBuilderOptions<T, string?> LanguageTag<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(tag => tag is null || Stories.LanguageTag.IsWellFormed(tag)).WithMessage("{PropertyName} must be a BCP 47 tag such as en or zh-Hant.");

    /// <summary>An absolute http or https address of at most 2,000 characters.</summary>
    public static IRuleBuilderOptions<T, string?> WebAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(url => url is null || (url.Length <= 2000 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            .WithMessage("{PropertyName} must be an absolute http or https address of at most 2,000 characters.");

    private static bool IsWellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return !text.Contains('\0');
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
