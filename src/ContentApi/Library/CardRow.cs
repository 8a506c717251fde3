namespace ContentApi.Library;

/// <summary>A row of a list: the pre-serialized card, if there is one, and the sort key.</summary>
internal sealed record CardRow
{
    public required Guid Id { get; init; }

    public byte[]? CardJson { get; set; }

    public DateTime PublishedAt { get; init; }

    public string? TitleKey { get; init; }

    public int ReadingMinutes { get; init; }
}
