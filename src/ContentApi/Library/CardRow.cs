namespace ContentApi.Library;

/// <summary>A row of a list: a finished card, where there is one, and what the list is sorted by.</summary>
internal sealed record CardRow
{
    public required Guid Id { get; init; }

    public byte[]? Card { get; set; }

    public DateTime PublishedAt { get; init; }

    public string? TitleKey { get; init; }

    public int ReadingMinutes { get; init; }
}
