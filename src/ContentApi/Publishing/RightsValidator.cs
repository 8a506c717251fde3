using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Publishing;

internal sealed class RightsValidator : AbstractValidator<Rights>
{
    public RightsValidator()
    {
        RuleFor(rights => rights.License).Line(300);
        RuleFor(rights => rights.CopyrightHolder).Line(300);
        RuleFor(rights => rights.Attribution!).SetValidator(new AttributionValidator()).When(rights => rights.Attribution is not null);
    }
}

internal sealed class AttributionValidator : AbstractValidator<Attribution>
{
    public AttributionValidator()
    {
        RuleFor(attribution => attribution.Text).Required().Lines(1000);
        RuleFor(attribution => attribution.Url).HttpUrl();
    }
}
