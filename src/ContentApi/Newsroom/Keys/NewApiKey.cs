using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Keys;

/// <summary>A new API key with its secret.</summary>
public sealed record NewApiKey : ApiKey
{
    public NewApiKey()
    {
    }

    [SetsRequiredMembers]
    internal NewApiKey(ApiKey key, string secret)
        : base(key) => Key = secret;

    /// <summary>Secret, returned only in this response: send it as `Authorization: Bearer …`, or as `X-Api-Key`.</summary>
    /// <example>cak_7Hq2mVZb3xKdTn8sRwYc5LpJ9gFhQe4UAu6XQ0</example>
    [JsonPropertyOrder(1)]
    [StringSchema(42, Pattern = "^cak_[0-9A-Za-z]{38}$")]
    public required string Key { get; init; }
}
