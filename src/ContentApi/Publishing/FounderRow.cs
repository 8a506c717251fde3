using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A founder as the library stores them.</summary>
internal sealed record FounderRow(Guid Id, string Slug, string Name, string? Bio, string? Image, long Revision)
{
    /// <summary>The founder with what the document gives; what it leaves out stays.</summary>
    public FounderRow With(FounderDocument document) => this with
    {
        Name = document.Name?.Trim() ?? Name,
        Bio = document.Bio ?? Bio,
        Image = document.Image is null ? Image : JsonSerializer.Serialize(document.Image, StoryBodyJson.Relaxed.Image),
    };
}
