using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `founder` table.</summary>
internal sealed record FounderRow : INamedResource
{
    public static readonly RowMapping<FounderRow> Columns = new RowMapping<FounderRow>("founder", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug, isInsertOnly: true)
        .Column("name", "text", row => row.Name)
        .Column("name_key", "text", row => SortKey.From(row.Name))
        .Column("bio", "text", row => row.Bio)
        .Column("image", "json", row => row.ImageJson)
        .Column("revision", "bigint", row => row.Revision);

    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public string? Bio { get; init; }

    public string? ImageJson { get; init; }

    public long Revision { get; init; }

    /// <summary>Gets whether the founder is in the search index.</summary>
    public bool IsIndexed { get; init; }

    public string[] FormerSlugs { get; init; } = [];

    public string[] FormerNames { get; init; } = [];

    /// <summary>Creates the founder of a document, with a new id.</summary>
    public static FounderRow Create(FounderDocument document, string slug, long revision) => new()
    {
        Id = Guid.CreateVersion7(),
        Slug = slug,
        Name = ChooseName(document, saved: null),
        Bio = document.Bio,
        ImageJson = SerializeImage(document.Image),
        Revision = revision,
    };

    /// <summary>Returns the name of a document's founder: that of the saved founder, else that of the document, else one derived from the slug.</summary>
    public static string ChooseName(FounderDocument document, FounderRow? saved) =>
        saved?.Name ?? document.Name?.Trim() ?? Core.Model.Slug.ToDisplayName(document.Slug!);

    public static string? SerializeImage(Image? image) => image is null ? null : JsonSerializer.Serialize(image, StoryBodyJsonContext.Relaxed.Image);

    /// <summary>Returns the names of the members that a document gives with another value. Letter case does not distinguish names.</summary>
    public IEnumerable<string> FindDifferences(FounderDocument document)
    {
        if (document.Name is not null && NameFolding.Fold(document.Name) != NameFolding.Fold(Name))
        {
            yield return "name";
        }

        if (document.Bio is not null && document.Bio != Bio)
        {
            yield return "bio";
        }

        if (document.Image is not null && document.Image != (ImageJson is null ? null : JsonSerializer.Deserialize(ImageJson, StoryBodyJsonContext.Relaxed.Image)))
        {
            yield return "image";
        }
    }
}
