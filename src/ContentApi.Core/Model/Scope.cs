using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>A permission of an API key. Scopes are independent of each other; any valid key may read published content.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Scope>))]
public enum Scope
{
    /// <summary>Only reads published content, for installations where anonymous reading is off.</summary>
    [JsonStringEnumMemberName("read")]
    Read,

    /// <summary>Reads drafts and their versions.</summary>
    [JsonStringEnumMemberName("preview")]
    Preview,

    /// <summary>Saves, publishes, renames, withdraws and imports.</summary>
    [JsonStringEnumMemberName("write")]
    Write,

    /// <summary>
    /// Identifies a syndication partner, which the key names. It permits no more than reading published content: no endpoint requires it.
    /// </summary>
    [JsonStringEnumMemberName("syndicate")]
    Syndicate,

    /// <summary>Creates and revokes keys, and reads the audit log.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}
