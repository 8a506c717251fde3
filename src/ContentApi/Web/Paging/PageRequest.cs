using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Web.Paging;

/// <summary>
/// A requested page of a list with keyset paging. The `…Store` classes use it to compose the SQL and to read the page from the results.
/// </summary>
internal sealed class PageRequest
{
    private readonly string query;
    private readonly bool isCounted;
    private readonly Cursor? after;

    private PageRequest(PageQuery paging, string query, SortKeyKind kind, Cursor? after)
    {
        this.query = query;
        this.after = after;
        isCounted = paging.Count == true;
        Limit = paging.Limit ?? PageQuery.DefaultLimit;
        Parameters.Add("Limit", Limit + 1);
        if (after is not null)
        {
            Parameters.Add("Key", after.ParseKey(kind));
            Parameters.Add("Id", after.Id);
            Parameters.Add("Position", after.Position);
            Parameters.Add("Revision", after.Revision);
        }
    }

    /// <summary>Gets the maximum number of items.</summary>
    public int Limit { get; }

    /// <summary>Gets whether this is the first page.</summary>
    public bool IsFirst => after is null;

    /// <summary>
    /// Gets the parameters of the SQL: `@Limit`, which is <see cref="Limit"/> + 1, to detect whether another page follows. Except on the
    /// first page, also `@Key`, `@Id` and `@Position` of the last item of the previous page, and `@Revision` of the first page.
    /// </summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>
    /// Parses the parameters of a page. Returns null if the cursor is malformed, was tampered with, or belongs to another query.
    /// </summary>
    /// <param name="paging">The parameters.</param>
    /// <param name="query">The canonical form of the filter and sort parameters. A cursor is valid only for the same form.</param>
    /// <param name="kind">The type of the sort key.</param>
    public static PageRequest? Parse(PageQuery paging, string query, SortKeyKind kind) =>
        Cursor.TryParse(paging.Cursor, query, kind, out var after) ? new(paging, query, kind, after) : null;

    /// <summary>Returns `and` with the condition that starts the page after the cursor; on the first page, an empty string.</summary>
    public string After(string condition) => IsFirst ? "" : $" and {condition}";

    /// <summary>
    /// Returns the statement that counts the items of all pages if the client requested the count; otherwise an empty string.
    /// </summary>
    public string Count(string sql) => isCounted ? $"{sql};" : "";

    /// <summary>Returns the cursor of the page that follows an item. Only for newsroom lists, because these have no revision.</summary>
    public string CreateCursor(string key, Guid id) => CreateCursor(key, id, revision: 0);

    /// <summary>Returns the cursor of the page that follows an item.</summary>
    /// <param name="key">The sort key of the item.</param>
    /// <param name="id">The id of the item.</param>
    /// <param name="revision">The revision of this page. Ignored on later pages, whose cursors keep the revision of the first.</param>
    /// <param name="position">The position of the item among those with the same id, such as the takeaways of a story.</param>
    public string CreateCursor(string key, Guid id, long revision, int position = 0) =>
        new Cursor(key, id, after?.Revision ?? revision, position).Encode(query);

    /// <summary>Reads the page from the results of the list statement and of the <see cref="Count"/> statement.</summary>
    public async Task<Page<T>> Read<T>(SqlMapper.GridReader results, Func<T, string> toCursor)
        where T : notnull => await Read<T, T>(results, row => row, toCursor);

    /// <inheritdoc cref="Read{T}"/>
    public async Task<Page<TItem>> Read<TRow, TItem>(SqlMapper.GridReader results, Func<TRow, TItem> toItem, Func<TRow, string> toCursor)
        where TRow : notnull
    {
        var rows = (await results.ReadAsync<TRow>()).AsList();
        return CreatePage(rows, await ReadCount(results), toItem, toCursor);
    }

    /// <summary>Reads the result of the <see cref="Count"/> statement; null if the client did not request the count.</summary>
    public async Task<long?> ReadCount(SqlMapper.GridReader results) => isCounted ? await results.ReadSingleAsync<long>() : null;

    /// <summary>Creates the page from its rows. One row more than <see cref="Limit"/> indicates that another page follows.</summary>
    public Page<TItem> CreatePage<TRow, TItem>(List<TRow> rows, long? total, Func<TRow, TItem> toItem, Func<TRow, string> toCursor)
    {
        var shown = rows.Count > Limit ? rows.GetRange(0, Limit) : rows;
        return new()
        {
            Items = shown.ConvertAll(row => toItem(row)),
            NextCursor = rows.Count > Limit ? toCursor(shown[^1]) : null,
            TotalCount = total,
        };
    }
}
