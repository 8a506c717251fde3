using System.Globalization;

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

    /// <summary>The sort key of a card, as a cursor carries it.</summary>
    public string KeyOf(SortedCard card) => name switch
    {
        "title" => card.TitleKey,
        "readingMinutes" => card.ReadingMinutes!.Value.ToString(CultureInfo.InvariantCulture),
        _ => card.PublishedAt!.Value.Ticks.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The sort key of a cursor, as the database compares it.</summary>
    public object Key(string key) => name switch
    {
        "title" => key,
        "readingMinutes" => int.Parse(key, CultureInfo.InvariantCulture),
        _ => new DateTime(long.Parse(key, CultureInfo.InvariantCulture), DateTimeKind.Utc),
    };
}

/// <summary>A card with the key that titles are sorted by.</summary>
internal sealed record SortedCard : Card
{
    public required string TitleKey { get; init; }
}
