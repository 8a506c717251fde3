using ContentApi.Core.Model;
using FluentValidation;

namespace ContentApi.Publishing;

internal sealed class ImageValidator : AbstractValidator<Image>
{
    public ImageValidator()
    {
        RuleFor(image => image.Url).NotEmpty().HttpUrl();
        RuleFor(image => image.Alt).Lines(2000);
        RuleFor(image => image.Width).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Height).InclusiveBetween(1, 100_000);
        RuleFor(image => image.Caption).Lines(2000);
        RuleFor(image => image.Credit).Line(300);
    }
}
