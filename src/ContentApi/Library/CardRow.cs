namespace ContentApi.Library;

/// <summary>
/// A row of a list of stories: the pre-serialized card, null if missing or outdated, and the column that the list is sorted by.
/// </summary>
internal sealed record CardRow
{
    public required Guid Id { get; init; }

    public byte[]? CardJson { get; set; }

    public DateTime PublishedAt { get; init; }

    public string? TitleKey { get; init; }

    public int ReadingMinutes { get; init; }
}
