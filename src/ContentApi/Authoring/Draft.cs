using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentApi.Http;
using ContentApi.Stories;

namespace ContentApi.Authoring;

/// <summary>A draft as it stands in a list: where it is between its first word and its readers.</summary>
public record Draft
{
    /// <summary>UUIDv7 of the story; it never changes.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>The name that the story has, or will have, in its address.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Headline of the newest version.</summary>
    /// <example>The No That Drew a Map</example>
    [Text(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>
    /// `draft`: never published. `scheduled`: a version waits for its time. `published`: the newest version is live. `changed`: an older
    /// one is. `withdrawn`: it was live, and is no longer.
    /// </summary>
    /// <example>published</example>
    [AllowedValues("draft", "scheduled", "published", "changed", "withdrawn")]
    public required string State { get; init; }

    /// <summary>Number of the newest version, from 1.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>The version that readers see; null: none.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int? PublishedVersion { get; init; }

    /// <summary>The version that is scheduled; null: none.</summary>
    /// <example>4</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC); null: nothing is scheduled.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Why the last schedule came to nothing, or null.</summary>
    /// <example>The takeaway id 01990f3c-0000-7000-8000-00000000000a belongs to the story 'owner'.</example>
    [Text(10_000)]
    public required string? ScheduleFault { get; init; }

    /// <summary>When the draft was saved first (RFC 3339, UTC).</summary>
    /// <example>2025-08-17T09:30:00Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last saved, scheduled, published, renamed or withdrawn (RFC 3339, UTC).</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Gets the entity tag of the draft.</summary>
    internal string ETag => DraftTag.Format(Id, Version, ScheduledVersion, ScheduledAt);
}

/// <summary>A saved version of a draft. Versions are only added.</summary>
public sealed record DraftVersion
{
    /// <summary>Number of the version, from 1.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Headline in this version.</summary>
    /// <example>The No That Drew a Map</example>
    [Text(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>When it was saved (RFC 3339, UTC).</summary>
    /// <example>2025-08-17T09:30:00Z</example>
    public required DateTime SavedAt { get; init; }

    /// <summary>Name of the key that saved it; `import` for the import verb.</summary>
    /// <example>Newsroom</example>
    [Text(200)]
    public required string SavedBy { get; init; }

    /// <summary>Whether readers see this version now.</summary>
    /// <example>true</example>
    public required bool IsPublished { get; init; }

    /// <summary>When this version will be published (RFC 3339, UTC); null: it is not scheduled.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }
}

/// <summary>The name that a draft shall have.</summary>
public sealed record RenameRequest
{
    /// <summary>The new name. It must be free: no other draft has it or had it.</summary>
    /// <example>the-map-that-no-drew</example>
    [Slug]
    public required string Slug { get; init; }
}

/// <summary>What is different between two versions of a draft.</summary>
public sealed record VersionDiff
{
    /// <summary>The version that is compared with.</summary>
    /// <example>2</example>
    [Range(1, int.MaxValue)]
    public required int From { get; init; }

    /// <summary>The version that is compared.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int To { get; init; }

    /// <summary>Members of the document that differ, the body apart.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<MemberChange> Members { get; init; }

    /// <summary>Sections and blocks of the body that differ: first those of the new body in its order, then the removed ones.</summary>
    [MaxLength(4 * BodyLimits.Bytes)]
    public required IReadOnlyList<BlockChange> Blocks { get; init; }
}

/// <summary>A member of the document that differs.</summary>
public sealed record MemberChange
{
    /// <summary>Name of the member.</summary>
    /// <example>dek</example>
    [Word]
    public required string Name { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    [AllowedValues("added", "removed", "changed")]
    public required string Operation { get; init; }

    /// <summary>The value before; null when it was added.</summary>
    /// <example>"Four hundred loves that nobody had ordered."</example>
    public required JsonElement? Before { get; init; }

    /// <summary>The value after; null when it was removed.</summary>
    /// <example>"Four hundred loaves that nobody had ordered."</example>
    public required JsonElement? After { get; init; }
}

/// <summary>A section or block of the body that differs.</summary>
public sealed record BlockChange
{
    /// <summary>Id of the section or block, the same in both versions.</summary>
    /// <example>b7d0x3f2</example>
    [BodyId]
    public required string Id { get; init; }

    /// <summary>`section` (its label and title), or the type of the block.</summary>
    /// <example>paragraph</example>
    [Word]
    public required string Type { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    [AllowedValues("added", "removed", "changed")]
    public required string Operation { get; init; }

    /// <summary>Its text before; null when it was added.</summary>
    /// <example>The studnets could not find the button.</example>
    [Text(BodyLimits.Rendered)]
    public required string? Before { get; init; }

    /// <summary>Its text after, in Markdown; null when it was removed.</summary>
    /// <example>The students could not find the button.</example>
    [Text(BodyLimits.Rendered)]
    public required string? After { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Http.Page<Draft>))]
[JsonSerializable(typeof(Http.Page<DraftVersion>))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(StoryDocument))]
[JsonSerializable(typeof(PublicationStatus))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(PreviewLink))]
[JsonSerializable(typeof(Http.Page<PreviewLink>))]
internal sealed partial class DraftJson : JsonSerializerContext;
