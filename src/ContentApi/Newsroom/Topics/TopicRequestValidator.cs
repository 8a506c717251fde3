using ContentApi.Core.Model;
using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Topics;

internal sealed class TopicRequestValidator : AbstractValidator<TopicRequest>
{
    public TopicRequestValidator() => RuleFor(topic => topic.Name).Line(100).Must(name => name is not "").WithMessage("must not be empty.")
        .Must(name => name is not { Length: > 0 } || Slug.From(name).Length > 0).WithMessage("must contain a letter or a digit; it is '{PropertyValue}'.");
}
