using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>A member of the document that differs.</summary>
public sealed record MemberChange
{
    /// <summary>Name of the member; `rights` is compared member by member, such as `rights.license`.</summary>
    /// <example>dek</example>
    [StringSchema(50, Pattern = "^[a-zA-Z]+(\\.[a-zA-Z]+)?$")]
    public required string Name { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    public required ChangeOperation Operation { get; init; }

    /// <summary>Value in the base version; null if the member was added.</summary>
    /// <example>"For three years, investors told Melanie Perkins why her idea would not wrok."</example>
    public required JsonElement? Before { get; init; }

    /// <summary>Value in the compared version; null if the member was removed.</summary>
    /// <example>"For three years, investors told Melanie Perkins why her idea would not work."</example>
    public required JsonElement? After { get; init; }
}
