using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Newsroom.Previews;

internal sealed class PreviewLinkRequestValidator : AbstractValidator<PreviewLinkRequest>
{
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(90);

    public PreviewLinkRequestValidator(TimeProvider timeProvider)
    {
        RuleFor(link => link.Slug).NotEmpty().Must(Slug.IsValid).WithMessage(Slug.Requirement);
        RuleFor(link => link.Version).GreaterThan(0);
        RuleFor(link => link.ExpiresAt)
            .Must(at => at is null || (at > timeProvider.GetUtcNow() && at <= timeProvider.GetUtcNow() + MaxLifetime)).WithMessage("must be in the future and within 90 days.");
    }
}
