using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>The origin of a recommendation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecommendationSource>))]
public enum RecommendationSource
{
    /// <summary>Chosen by the editor of the story.</summary>
    [JsonStringEnumMemberName("editorial")]
    Editorial,

    /// <summary>Chosen by the service.</summary>
    [JsonStringEnumMemberName("computed")]
    Computed,
}
