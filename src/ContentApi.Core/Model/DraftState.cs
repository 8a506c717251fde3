using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>State of a draft.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DraftState>))]
public enum DraftState
{
    /// <summary>Never published.</summary>
    [JsonStringEnumMemberName("draft")]
    Draft,

    /// <summary>A version is scheduled.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled,

    /// <summary>The newest version is live.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>An older version is live.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>The story was published and is withdrawn.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,
}
