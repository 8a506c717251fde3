using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

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
