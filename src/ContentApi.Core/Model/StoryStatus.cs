using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Whether a card's story can be read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoryStatus>))]
public enum StoryStatus
{
    /// <summary>In the library.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>Recommended, and not in the library yet.</summary>
    [JsonStringEnumMemberName("announced")]
    Announced,
}
