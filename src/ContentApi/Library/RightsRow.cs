using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Library;

/// <summary>The rights in a story, as stored in its row.</summary>
internal sealed record RightsRow(Guid StoryId, string? License, string? CopyrightHolder, string? AttributionText, string? AttributionUrl, string Syndication)
{
    /// <summary>Returns the statement that selects the rights in the stories whose ids <paramref name="idsSql"/> selects.</summary>
    public static string SelectSql(string idsSql) => $"""
        select s.id as StoryId, s.license as License, s.copyright_holder as CopyrightHolder,
          s.attribution_text as AttributionText, s.attribution_url as AttributionUrl, s.syndication as Syndication
        from story s
        where s.id in ({idsSql});

        """;

    public static async Task<Dictionary<Guid, Rights>> Read(SqlMapper.GridReader results) =>
        (await results.ReadAsync<RightsRow>()).ToDictionary(row => row.StoryId, row => row.ToRights());

    private Rights ToRights() => new()
    {
        License = License,
        CopyrightHolder = CopyrightHolder,
        Attribution = AttributionText is null ? null : new() { Text = AttributionText, Url = AttributionUrl },
        Syndication = EnumNames.Parse<SyndicationPolicy>(Syndication),
    };
}
