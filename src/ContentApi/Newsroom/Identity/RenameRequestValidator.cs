using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Newsroom.Identity;

internal sealed class RenameRequestValidator : AbstractValidator<RenameRequest>
{
    public RenameRequestValidator() => RuleFor(rename => rename.Slug).Must(Slug.IsValid).WithMessage(Slug.Requirement);
}
