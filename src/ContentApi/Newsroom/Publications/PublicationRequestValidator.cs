using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Publications;

internal sealed class PublicationRequestValidator : AbstractValidator<PublicationRequest>
{
    public PublicationRequestValidator()
    {
        RuleFor(publication => publication.Version).NotNull().GreaterThan(0);
        RuleFor(publication => publication.Reason).Reason();
    }
}
