using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Stories;

/// <summary>A sort order of stories, with the SQL for the order and for the comparison that starts the page after a cursor.</summary>
internal sealed class StorySort(string name, StoryFilters filters)
{
    public const string Default = "-publishedAt";

    public string OrderBy => name switch
    {
        "publishedAt" => $"{filters.DateColumn}, {filters.IdColumn}",
        "title" => "s.title_key, s.id",
        "readingMinutes" => "s.reading_minutes, s.id",
        _ => $"{filters.DateColumn} desc, {filters.IdColumn} desc",
    };

    public string AfterCondition => name switch
    {
        "publishedAt" => $"({filters.DateColumn}, {filters.IdColumn}) > (@Key, @Id)",
        "title" => "(s.title_key, s.id) > (@Key, @Id)",
        "readingMinutes" => "(s.reading_minutes, s.id) > (@Key, @Id)",
        _ => $"({filters.DateColumn}, {filters.IdColumn}) < (@Key, @Id)",
    };

    /// <summary>The column with the sort key, as <see cref="CardRow"/> reads it.</summary>
    public string KeyColumn => name switch
    {
        "title" => "s.title_key as TitleKey",
        "readingMinutes" => "s.reading_minutes as ReadingMinutes",
        _ => $"{filters.DateColumn} as PublishedAt",
    };

    /// <summary>Returns the type of the sort key, by the value of the `sort` parameter.</summary>
    public static SortKeyKind GetKeyKind(string? sort) => sort switch
    {
        "title" => SortKeyKind.Text,
        "readingMinutes" => SortKeyKind.Int32,
        _ => SortKeyKind.Instant,
    };

    /// <summary>Returns the sort key of a card in the format of a cursor.</summary>
    public string FormatKey(CardRow card) => name switch
    {
        "title" => card.TitleKey!,
        "readingMinutes" => Cursor.FormatKey(card.ReadingMinutes),
        _ => Cursor.FormatKey(card.PublishedAt),
    };
}
