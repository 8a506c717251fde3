using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ContentApi.Http;
using FluentValidation;

namespace ContentApi.Access;

/// <summary>What a key may do. Scopes are independent of each other; what is published, any valid key may read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Scope>))]
public enum Scope
{
    /// <summary>Reads what is published: for installations where nobody may without a key.</summary>
    [JsonStringEnumMemberName("read")]
    Read,

    /// <summary>Reads drafts and their versions.</summary>
    [JsonStringEnumMemberName("preview")]
    Preview,

    /// <summary>Saves, publishes, renames, withdraws and imports.</summary>
    [JsonStringEnumMemberName("write")]
    Write,

    /// <summary>Follows the library as a partner.</summary>
    [JsonStringEnumMemberName("syndicate")]
    Syndicate,

    /// <summary>Makes and revokes keys, and reads who did what.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}

/// <summary>A key, without its secret, which nobody can tell any more.</summary>
public record ApiKey
{
    /// <summary>UUIDv7 of the key, to revoke it by.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>What the key is called in the audit.</summary>
    /// <example>Newsroom</example>
    [Text(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>How the secret begins, to tell keys apart.</summary>
    /// <example>cak_7Hq2</example>
    [Text(8, Pattern = "^cak_[0-9A-Za-z]{4}$")]
    public required string Prefix { get; init; }

    /// <summary>What it may do.</summary>
    /// <example>["preview", "write"]</example>
    [MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Requests a minute that each node allows it; null: as the service is configured.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public required int? RateLimit { get; init; }

    /// <summary>When it was made (RFC 3339, UTC).</summary>
    /// <example>2026-01-10T09:00:00.123456Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it ends (RFC 3339, UTC); null: never.</summary>
    /// <example>2027-01-10T09:00:00Z</example>
    public required DateTime? ExpiresAt { get; init; }

    /// <summary>When it was revoked (RFC 3339, UTC); null: it was not.</summary>
    /// <example>2026-06-01T12:00:00.123456Z</example>
    public required DateTime? RevokedAt { get; init; }

    /// <summary>When it was last used (RFC 3339, UTC), noted within ten seconds; null: never.</summary>
    /// <example>2026-01-11T07:30:00Z</example>
    public required DateTime? LastUsedAt { get; init; }
}

/// <summary>A key that has just been made, with its secret.</summary>
public sealed record NewApiKey : ApiKey
{
    public NewApiKey()
    {
    }

    [SetsRequiredMembers]
    internal NewApiKey(ApiKey key, string secret)
        : base(key) => Key = secret;

    /// <summary>The secret, told this once: send it as `Authorization: Bearer …`, or as `X-Api-Key`.</summary>
    /// <example>cak_7Hq2mVZb3xKdTn8sRwYc5LpJ9gFhQe4UAu6XQ0</example>
    [JsonPropertyOrder(1)]
    [Text(42, Pattern = "^cak_[0-9A-Za-z]{38}$")]
    public required string Key { get; init; }
}

/// <summary>The key to make.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>What the key is called in the audit, 1 to 200 characters.</summary>
    /// <example>Newsroom</example>
    [Text(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>What it may do: one or more.</summary>
    /// <example>["preview", "write"]</example>
    [MinLength(1), MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>When it ends (RFC 3339), in the future; null: never.</summary>
    /// <example>2030-01-10T09:00:00Z</example>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Requests a minute that each node allows it, 1 to 1,000,000; null: as the service is configured.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public int? RateLimit { get; init; }
}

internal sealed class ApiKeyRequestValidator : AbstractValidator<ApiKeyRequest>
{
    public const int MaxRateLimit = 1_000_000;

    public ApiKeyRequestValidator(TimeProvider clock)
    {
        RuleFor(key => key.Name).Must(name => !string.IsNullOrWhiteSpace(name)).WithMessage("is needed.")
            .Must(name => name is null || name.EnumerateRunes().Count() <= 200).WithMessage("may have at most 200 characters.");
        RuleFor(key => key.Scopes).Must(scopes => scopes is { Count: > 0 }).WithMessage($"must have at least one of {string.Join(", ", ScopeNames.All)}.")
            .Must(scopes => scopes is null || scopes.Distinct().Count() == scopes.Count).WithMessage("has a scope twice.");
        RuleFor(key => key.ExpiresAt).Must(at => at is null || at > clock.GetUtcNow()).WithMessage("must be in the future.");
        RuleFor(key => key.RateLimit).Must(limit => limit is null or (>= 1 and <= MaxRateLimit)).WithMessage($"must be from 1 to {MaxRateLimit:N0}.");
    }
}

internal static class ScopeNames
{
    public static IReadOnlyList<string> All { get; } = Enum.GetValues<Scope>().Select(Name).ToArray();

    public static string Name(this Scope scope) => scope.ToString().ToLowerInvariant();

    public static Scope Parse(string name) => Enum.Parse<Scope>(name, ignoreCase: true);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(Http.Page<ApiKey>))]
internal sealed partial class AccessJson : JsonSerializerContext;
