using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>How a member or block differs between two versions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeOperation>))]
public enum ChangeOperation
{
    /// <summary>Only the compared version has it.</summary>
    [JsonStringEnumMemberName("added")]
    Added,

    /// <summary>Only the base version has it.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>Both versions have it, and it differs.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}
