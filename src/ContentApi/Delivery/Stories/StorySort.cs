using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Stories;

/// <summary>A sort order of stories, with the SQL for the order and for the comparison that starts the page after a cursor.</summary>
internal sealed class StorySort(StoryOrder order, StoryFilters filters)
{
    public string OrderBy => order switch
    {
        StoryOrder.OldestFirst => $"{filters.DateColumn}, {filters.IdColumn}",
        StoryOrder.Title => "s.title_key, s.id",
        StoryOrder.ReadingMinutes => "s.reading_minutes, s.id",
        _ => $"{filters.DateColumn} desc, {filters.IdColumn} desc",
    };

    public string AfterCondition => order switch
    {
        StoryOrder.OldestFirst => $"({filters.DateColumn}, {filters.IdColumn}) > (@Key, @Id)",
        StoryOrder.Title => "(s.title_key, s.id) > (@Key, @Id)",
        StoryOrder.ReadingMinutes => "(s.reading_minutes, s.id) > (@Key, @Id)",
        _ => $"({filters.DateColumn}, {filters.IdColumn}) < (@Key, @Id)",
    };

    /// <summary>The column with the sort key, as <see cref="CardRow"/> reads it.</summary>
    public string KeyColumn => order switch
    {
        StoryOrder.Title => "s.title_key as TitleKey",
        StoryOrder.ReadingMinutes => "s.reading_minutes as ReadingMinutes",
        _ => $"{filters.DateColumn} as PublishedAt",
    };

    /// <summary>Returns the type of the sort key.</summary>
    public static SortKeyKind GetKeyKind(StoryOrder order) => order switch
    {
        StoryOrder.Title => SortKeyKind.Text,
        StoryOrder.ReadingMinutes => SortKeyKind.Int32,
        _ => SortKeyKind.Instant,
    };

    /// <summary>Returns the sort key of a card in the format of a cursor.</summary>
    public string FormatKey(CardRow card) => order switch
    {
        StoryOrder.Title => card.TitleKey!,
        StoryOrder.ReadingMinutes => Cursor.FormatKey(card.ReadingMinutes),
        _ => Cursor.FormatKey(card.PublishedAt),
    };
}
