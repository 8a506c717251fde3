using System.ComponentModel.DataAnnotations;

namespace ContentApi.Web.Security;

/// <summary>Configuration section `RateLimits`. Each node counts for itself.</summary>
internal sealed class RateLimitsOptions
{
    /// <summary>Whether requests are limited at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What an address without a key has.</summary>
    public RateLimit Anonymous { get; init; } = new() { PerMinute = 3_000 };

    /// <summary>What a key has that has no limit of its own.</summary>
    public RateLimit Key { get; init; } = new() { PerMinute = 12_000 };
}

internal sealed class RateLimit
{
    /// <summary>Requests a minute. A minute's worth may be used at once.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "must be a whole number from {1} to {2}")]
    public int PerMinute { get; init; }
}
