using System.Text;
using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Newsroom.Identity;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Founders;

/// <summary>Describes founders to <see cref="NamedResourceWrites{T, TRow}"/>.</summary>
internal static class FounderResource
{
    public static NamedResource<Founder, FounderRow> Create(FounderReader founders) => new()
    {
        KindName = "founder",
        GetOperation = "getFounder",
        JsonType = FounderJsonContext.Default.Founder,
        Find = founders.Find,
        GetRevision = founder => founder.Revision,
        Create = (saved, current) => new()
        {
            Id = saved.Id,
            Slug = saved.Slug,
            Name = saved.Name,
            Bio = saved.Bio,
            Image = saved.ImageJson is null ? null : new(Encoding.UTF8.GetBytes(saved.ImageJson)),
            StoryCount = current?.StoryCount ?? 0,
        },
    };
}
