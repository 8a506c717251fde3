using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Library;

/// <summary>A correction of a story, read from the change log: a publication with a reason.</summary>
/// <param name="StoryId">The id of the story.</param>
/// <param name="Revision">The revision of the publication.</param>
/// <param name="At">The time of the publication.</param>
/// <param name="Reason">The public reason.</param>
/// <param name="Total">The number of all corrections of the story.</param>
internal sealed record CorrectionRow(Guid StoryId, long Revision, DateTime At, string Reason, int Total)
{
    /// <summary>The condition of the partial index `library_change_corrections`.</summary>
    private static readonly string IsCorrection =
        $"kind = '{LibraryChangeKind.Story.GetName()}' and operation in ('{LibraryChangeOperation.Published.GetName()}', '{LibraryChangeOperation.Updated.GetName()}') and reason is not null";

    /// <summary>
    /// Returns the statement that selects the newest corrections of the stories whose ids <paramref name="idsSql"/> selects, published or
    /// not.
    /// </summary>
    public static string SelectSql(string idsSql) => $"""
        select listed.id as StoryId, c.revision as Revision, c.changed_at as At, c.reason as Reason, c.total as Total
        from (select distinct input.id from ({idsSql}) as input (id)) as listed
        cross join lateral (
          select revision, changed_at, reason, (count(*) over ())::int as total
          from library_change
          where id = listed.id and {IsCorrection}
          order by revision desc
          limit {Correction.MaxListed}) as c
        order by listed.id, c.revision desc;

        """;

    /// <summary>Reads the corrections by story, the newest first.</summary>
    public static async Task<ILookup<Guid, CorrectionRow>> Read(SqlMapper.GridReader results) => (await results.ReadAsync<CorrectionRow>()).ToLookup(row => row.StoryId);

    /// <summary>Returns the corrections of a story from its rows.</summary>
    public static StoryCorrections ToCorrections(IEnumerable<CorrectionRow> rows)
    {
        var newest = rows.ToList();
        return newest.Count == 0 ? StoryCorrections.None : new(newest.ConvertAll(row => new Correction { At = row.At, Reason = row.Reason }), newest[0].Total);
    }
}
