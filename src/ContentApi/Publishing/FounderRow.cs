using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `founder` table.</summary>
internal sealed record FounderRow(Guid Id, string Slug, string Name, string? Bio, string? ImageJson, long Revision)
{
    public static readonly RowMapping<FounderRow> Columns = new RowMapping<FounderRow>("founder", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug, isInsertOnly: true)
        .Column("name", "text", row => row.Name)
        .Column("name_key", "text", row => SortKey.From(row.Name))
        .Column("bio", "text", row => row.Bio)
        .Column("image", "json", row => row.ImageJson)
        .Column("revision", "bigint", row => row.Revision);

    /// <summary>Returns a copy with the members of the document. Members that the document omits stay unchanged.</summary>
    public FounderRow With(FounderDocument document) => this with
    {
        Name = ChooseName(document, Name),
        Bio = document.Bio ?? Bio,
        ImageJson = document.Image is null ? ImageJson : JsonSerializer.Serialize(document.Image, StoryBodyJsonContext.Relaxed.Image),
    };

    /// <summary>Returns the name of a founder: that of the document, else the saved one, else one derived from the slug.</summary>
    public static string ChooseName(FounderDocument document, string? savedName) => document.Name?.Trim() ?? savedName ?? Core.Model.Slug.ToDisplayName(document.Slug);
}
