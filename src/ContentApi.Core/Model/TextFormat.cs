using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>The format of a body that is a single text.</summary>
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
