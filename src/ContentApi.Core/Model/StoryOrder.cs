using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>Order of a list of stories. A minus sign means descending.</summary>
internal enum StoryOrder
{
    /// <summary>The newest first.</summary>
    [JsonStringEnumMemberName("-publishedAt")]
    NewestFirst,

    /// <summary>The oldest first.</summary>
    [JsonStringEnumMemberName("publishedAt")]
    OldestFirst,

    /// <summary>By title.</summary>
    Title,

    /// <summary>The shortest first.</summary>
    ReadingMinutes,
}
