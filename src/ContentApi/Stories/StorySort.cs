using System.Globalization;
using ContentApi.Http;

namespace ContentApi.Stories;

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

    /// <summary>The column of <see cref="SortedCard"/>, where it is not one of the card's.</summary>
    public string Column => name == "title" ? ", s.title_key as TitleKey" : "";

    /// <summary>What the sort key of a `sort=` is.</summary>
    public static SortKeyKind KindOf(string? sort) => sort switch
    {
        "title" => SortKeyKind.Text,
        "readingMinutes" => SortKeyKind.Number,
        _ => SortKeyKind.Instant,
    };

    /// <summary>The sort key of a card, as a cursor carries it.</summary>
    public string KeyOf(SortedCard card) => name switch
    {
        "title" => card.TitleKey!,
        "readingMinutes" => card.ReadingMinutes!.Value.ToString(CultureInfo.InvariantCulture),
        _ => Cursor.KeyOf(card.PublishedAt!.Value),
    };

    /// <summary>The sort key of a cursor, as the database compares it.</summary>
    public object Key(Cursor after) => KindOf(name) switch
    {
        SortKeyKind.Text => after.Key,
        SortKeyKind.Number => after.Number,
        _ => after.Instant,
    };
}

/// <summary>A card with the key that titles are sorted by, where they are.</summary>
internal sealed record SortedCard : Card
{
    public string? TitleKey { get; init; }
}
