using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Format of a body that is a single string.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextFormat>))]
public enum TextFormat
{
    /// <summary>Sanitized HTML.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    /// <summary>CommonMark without raw HTML.</summary>
    [JsonStringEnumMemberName("markdown")]
    Markdown,

    /// <summary>Plain text.</summary>
    [JsonStringEnumMemberName("text")]
    Text,
}
