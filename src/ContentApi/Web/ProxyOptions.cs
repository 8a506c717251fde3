using System.ComponentModel.DataAnnotations;
using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace ContentApi.Web;

/// <summary>Configuration section `Proxy`.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Networks or addresses of proxies whose forwarded headers are trusted, such as `10.0.0.0/8`.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>Gets <see cref="Trusted"/> as networks.</summary>
    internal IEnumerable<IPNetwork> Networks => Trusted.Select(text => Parse(text)!.Value);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Trusted
        .Select((text, index) => (text, index))
        .Where(item => Parse(item.text) is null)
        .Select(item => new ValidationResult("must be a network such as 10.0.0.0/8", [$"{nameof(Trusted)}:{item.index}"]));

    private static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
