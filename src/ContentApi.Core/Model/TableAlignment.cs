using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>The alignment of the cells in a column of a table.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TableAlignment>))]
public enum TableAlignment
{
    /// <summary>Not given: the default of the client.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("left")]
    Left,

    [JsonStringEnumMemberName("center")]
    Center,

    [JsonStringEnumMemberName("right")]
    Right,
}
