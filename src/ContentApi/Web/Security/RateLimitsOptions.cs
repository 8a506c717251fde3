using System.ComponentModel.DataAnnotations;

namespace ContentApi.Web.Security;

/// <summary>Configuration section `RateLimits`. Each node counts separately.</summary>
internal sealed class RateLimitsOptions
{
    /// <summary>Whether rate limiting is enabled.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The limit per IP address for requests without an API key.</summary>
    public RateLimit Anonymous { get; } = new() { PerMinute = 3_000 };

    /// <summary>The default limit per API key, for keys without their own limit.</summary>
    public RateLimit Key { get; } = new() { PerMinute = 12_000 };
}

internal sealed class RateLimit
{
    /// <summary>Requests per minute. A caller may use the whole allowance in one burst.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "must be a whole number from {1} to {2}")]
    public int PerMinute { get; init; }
}
