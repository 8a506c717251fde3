using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Library;

/// <summary>Reads a founder from the library.</summary>
internal sealed class FounderReader(SnapshotReader reader)
{
    /// <summary>The columns of a founder, selected from `founder f`.</summary>
    public static readonly string Columns = """
        f.id as Id, f.slug as Slug, f.name as Name, f.bio as Bio, f.image as Image, f.revision as Revision,
            (select count(*) from story s where s.founder_id = f.id)::int as StoryCount
        """;

    /// <summary>Returns the founder with this slug; for a former slug, the current one; otherwise neither.</summary>
    public Task<(Founder? Founder, string? NewSlug)> Find(string slug, CancellationToken cancellationToken) =>
        reader.Read(
            $"""
            select {Columns} from founder f where f.slug = @Slug;
            {RedirectSql.SelectCurrentSlug(LibraryChangeKind.Founder)}
            """,
            new { Slug = slug },
            async results => (await results.ReadSingleOrDefaultAsync<Founder?>(), await results.ReadSingleOrDefaultAsync<string?>()),
            cancellationToken);
}
