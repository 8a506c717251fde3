using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Topics;

internal sealed class TopicRequestValidator : AbstractValidator<TopicRequest>
{
    public TopicRequestValidator() => RuleFor(topic => topic.Name).Line(100).Must(name => name is not "").WithMessage("must not be empty.");
}
