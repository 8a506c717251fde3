namespace ContentApi.Recommendations.Index;

/// <summary>
/// The counted terms of stories, by the revisions that published them. An import puts in what it publishes, so that the making of lists
/// at its end need not read it from the library again. Some 6 KB of a story of ten minutes, set aside in a temporary file (`TMPDIR`).
/// </summary>
internal sealed class CountedStories : IDisposable
{
    private readonly Spool counts = new();
    private readonly Dictionary<(Guid Story, long Revision), long> places = [];

    /// <summary>The words that were met in them.</summary>
    public Vocabulary Vocabulary { get; } = new();

    /// <summary>Counts the terms of a story; several threads may, at once.</summary>
    public TermCounts Count(StoryText story) => TermReader.Read(story, Vocabulary);

    /// <summary>Sets them aside; one thread at a time.</summary>
    public void Add(Guid story, long revision, TermCounts terms) => places[(story, revision)] = counts.Add(terms.Packed());

    public bool Has(Guid story, long revision) => places.ContainsKey((story, revision));

    /// <summary>Those of a story, as they were set aside: <see cref="TermCounts.Unpacked"/>.</summary>
    public byte[] Packed(Guid story, long revision) => counts.Read(places[(story, revision)]);

    public void Dispose() => counts.Dispose();
}
