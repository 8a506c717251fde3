using System.Text;
using System.Text.Json;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>A saved collection with all its members, also those that are not published.</summary>
internal sealed record StoredCollection(CollectionRow Row, IReadOnlyList<CollectionMember> Members)
{
    /// <summary>Gets the slugs of all members, in order.</summary>
    public IReadOnlyList<string> StorySlugs => Members.Select(member => member.Slug).ToList();

    /// <summary>Returns the collection with this slug; for a former slug, the current one; otherwise neither.</summary>
    public static async Task<(StoredCollection? Collection, string? NewSlug)> Find(NpgsqlConnection connection, string slug, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id as Id, slug as Slug, title as Title, dek as Dek, image as ImageJson, updated_at as UpdatedAt, revision as Revision
            from collection
            where slug = @Slug;

            select m.story_id as StoryId, d.slug as Slug, exists (select from story where id = m.story_id) as IsPublished,
              m.position as Position, m.revision as Revision
            from collection_story m
            join draft d on d.id = m.story_id
            where m.collection_id = (select id from collection where slug = @Slug)
            order by m.position;

            {RedirectSql.SelectCurrentSlug(LibraryChangeKind.Collection)}
            """,
            new { Slug = slug },
            cancellationToken: cancellationToken));
        var row = await results.ReadSingleOrDefaultAsync<CollectionRow?>();
        var members = (await results.ReadAsync<CollectionMember>()).AsList();
        return (row is null ? null : new(row, members), await results.ReadSingleOrDefaultAsync<string?>());
    }

    /// <summary>Returns whether saving the content would change nothing.</summary>
    public bool HasContent(CollectionDocument document, IEnumerable<CollectionMember> members) =>
        (Row.Title, Row.Dek, Row.ImageJson) == (document.Title, document.Dek, SerializeImage(document.Image))
        && members.Select(member => member.StoryId).SequenceEqual(Members.Select(member => member.StoryId));

    /// <summary>Returns the collection as readers see it.</summary>
    public Collection ToCollection() => new()
    {
        Id = Row.Id,
        Slug = Row.Slug,
        Title = Row.Title,
        Dek = Row.Dek,
        Image = Row.ImageJson is null ? null : new(Encoding.UTF8.GetBytes(Row.ImageJson)),
        StoryCount = Members.Count(member => member.IsPublished),
        UpdatedAt = Row.UpdatedAt,
    };

    /// <summary>Returns the collection in the form that editors write.</summary>
    public CollectionDocument ToDocument() => new()
    {
        Title = Row.Title,
        Dek = Row.Dek,
        Image = Row.ImageJson is null ? null : JsonSerializer.Deserialize(Row.ImageJson, StoryBodyJsonContext.Relaxed.Image),
        Stories = StorySlugs,
    };

    public static string? SerializeImage(Image? image) => image is null ? null : JsonSerializer.Serialize(image, StoryBodyJsonContext.Relaxed.Image);
}
