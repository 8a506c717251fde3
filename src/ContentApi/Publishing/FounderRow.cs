using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A row of the `founder` table.</summary>
internal sealed record FounderRow(Guid Id, string Slug, string Name, string? Bio, string? ImageJson, long Revision)
{
    /// <summary>Returns a copy with the members of the document. Members that the document omits stay unchanged.</summary>
    public FounderRow With(FounderDocument document) => this with
    {
        Name = document.Name?.Trim() ?? Name,
        Bio = document.Bio ?? Bio,
        ImageJson = document.Image is null ? ImageJson : JsonSerializer.Serialize(document.Image, StoryBodyJsonContext.Relaxed.Image),
    };
}
