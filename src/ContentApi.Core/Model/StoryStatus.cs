using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>The availability of a card's story.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoryStatus>))]
public enum StoryStatus
{
    /// <summary>The story is published.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>The story is recommended but not published yet.</summary>
    [JsonStringEnumMemberName("announced")]
    Announced,
}
