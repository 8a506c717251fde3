using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// The counted terms of stories, by the revisions that published them. An import puts in what it publishes, so that the making of lists
/// at its end need not read it from the library again. Some 6 KB of a story of ten minutes, set aside in a temporary file (`TMPDIR`).
/// </summary>
internal sealed class TermCountCache : IDisposable
{
    private readonly SpillFile counts = new();
    private readonly Dictionary<(Guid Story, long Revision), long> places = [];

    /// <summary>The words that were met in them.</summary>
    public Vocabulary Vocabulary { get; } = new();

    /// <summary>Counts the terms of a story; several threads may, at once.</summary>
    public TermCounts Count(ComparableStory story) => TermExtractor.Read(story, Vocabulary);

    /// <summary>Sets the terms of a story aside; one thread at a time.</summary>
    public void Add(Guid story, long revision, TermCounts terms) => places[(story, revision)] = Add(terms);

    /// <summary>The same without its name: returns their place.</summary>
    public long Add(TermCounts terms) => counts.Add(terms.Packed());

    /// <summary>The place of a story's terms, or null: it was not counted as this revision has it. Any thread may ask, once no more are added by name.</summary>
    public long? Place(Guid story, long revision) => places.TryGetValue((story, revision), out var place) ? place : null;

    /// <summary>The terms at a place, as they were set aside: <see cref="TermCounts.Unpacked"/>.</summary>
    public byte[] Packed(long place) => counts.Read(place);

    public void Dispose() => counts.Dispose();
}
