using System.ComponentModel.DataAnnotations;

namespace ContentApi.Web.Security;

/// <summary>Configuration section `Cors`.</summary>
internal sealed class CorsOptions : IValidatableObject
{
    /// <summary>
    /// Origins that may call newsroom operations, such as `https://newsroom.example.com`. Public reads allow every origin.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins
        .Select((origin, index) => (origin, index))
        .Where(item => !(Uri.TryCreate(item.origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == item.origin))
        .Select(item => new ValidationResult("must be an origin such as https://newsroom.example.com, without a path", [$"{nameof(Origins)}:{item.index}"]));
}
