using System.Globalization;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Stories;

/// <summary>How a `sort=` reads: its order, and the comparison that starts a page after the cursor's story.</summary>
internal sealed class StorySort(string name, StoryFilters filters)
{
    public const string Default = "-publishedAt";

    public string Order => name switch
    {
        "publishedAt" => $"{filters.Date}, {filters.Id}",
        "title" => "s.title_key, s.id",
        "readingMinutes" => "s.reading_minutes, s.id",
        _ => $"{filters.Date} desc, {filters.Id} desc",
    };

    public string After => name switch
    {
        "publishedAt" => $"({filters.Date}, {filters.Id}) > (@Key, @Id)",
        "title" => "(s.title_key, s.id) > (@Key, @Id)",
        "readingMinutes" => "(s.reading_minutes, s.id) > (@Key, @Id)",
        _ => $"({filters.Date}, {filters.Id}) < (@Key, @Id)",
    };

    /// <summary>The column of <see cref="CardRow"/> that the key is in.</summary>
    public string Column => name switch
    {
        "title" => "s.title_key as TitleKey",
        "readingMinutes" => "s.reading_minutes as ReadingMinutes",
        _ => $"{filters.Date} as PublishedAt",
    };

    /// <summary>What the sort key of a `sort=` is.</summary>
    public static SortKeyKind KindOf(string? sort) => sort switch
    {
        "title" => SortKeyKind.Text,
        "readingMinutes" => SortKeyKind.Number,
        _ => SortKeyKind.Instant,
    };

    /// <summary>The sort key of a card, as a cursor carries it.</summary>
    public string KeyOf(CardRow card) => name switch
    {
        "title" => card.TitleKey!,
        "readingMinutes" => card.ReadingMinutes.ToString(CultureInfo.InvariantCulture),
        _ => Cursor.KeyOf(card.PublishedAt),
    };

    /// <summary>The sort key of a cursor, as the database compares it.</summary>
    public object Key(Cursor after) => KindOf(name) switch
    {
        SortKeyKind.Text => after.Key,
        SortKeyKind.Number => after.Number,
        _ => after.Instant,
    };
}
