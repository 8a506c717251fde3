using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Newsroom.Previews;

internal sealed class PreviewLinkRequestValidator : AbstractValidator<PreviewLinkRequest>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public PreviewLinkRequestValidator(TimeProvider clock)
    {
        RuleFor(link => link.Slug).NotEmpty().Must(Slug.IsValid).WithMessage(Slug.Requirement);
        RuleFor(link => link.Version).GreaterThan(0);
        RuleFor(link => link.ExpiresAt).NotNull()
            .Must(at => at is null || (at > clock.GetUtcNow() && at <= clock.GetUtcNow() + Longest)).WithMessage("must be in the future and within 90 days.");
    }
}
