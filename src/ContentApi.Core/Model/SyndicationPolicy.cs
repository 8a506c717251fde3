using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Permission for partners to republish a story.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SyndicationPolicy>))]
public enum SyndicationPolicy
{
    /// <summary>Partners may republish the story, under its license.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>Partners must not republish the story.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,
}
