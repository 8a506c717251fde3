using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Publishing;

internal sealed class ImageValidator : AbstractValidator<Image>
{
    public ImageValidator()
    {
        RuleFor(image => image.Url).NotEmpty().HttpUrl();
        RuleFor(image => image.Alt).Text(2000);
        RuleFor(image => image.Width).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Height).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Caption).Text(2000);
        RuleFor(image => image.Credit).Text(300);
    }
}
