using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Newsroom.Identity;

internal sealed class MergeRequestValidator : AbstractValidator<MergeRequest>
{
    public MergeRequestValidator() => RuleFor(merge => merge.Into).Must(Slug.IsValid).WithMessage(Slug.Requirement);
}
