using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Who chose a recommendation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecommendationSource>))]
public enum RecommendationSource
{
    /// <summary>The editor of the story.</summary>
    [JsonStringEnumMemberName("editorial")]
    Editorial,

    /// <summary>The service.</summary>
    [JsonStringEnumMemberName("computed")]
    Computed,
}
