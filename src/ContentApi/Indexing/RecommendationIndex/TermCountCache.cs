using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Caches the term counts of stories by story and revision, so that the rebuild at the end of an import does not read the imported stories
/// again. Uses about 6 KB per ten-minute story in a temporary file (`TMPDIR`).
/// </summary>
internal sealed class TermCountCache : IDisposable
{
    private readonly SpillFile counts = new();
    private readonly Dictionary<(Guid Story, long Revision), long> offsets = [];

    /// <summary>The words that occur in the counted stories.</summary>
    public Vocabulary Vocabulary { get; } = new();

    /// <summary>Counts the terms of a story. Safe for concurrent use.</summary>
    public TermCounts Count(ComparableStory story) => TermExtractor.Extract(story, Vocabulary);

    /// <summary>Stores the terms of a story under its id and revision. Not safe for concurrent use.</summary>
    public void Add(Guid storyId, long revision, TermCounts terms) => offsets[(storyId, revision)] = Add(terms);

    /// <summary>Stores terms without a key. Returns their offset.</summary>
    public long Add(TermCounts terms) => counts.Append(terms.ToBytes());

    /// <summary>
    /// Returns the offset of a story's terms, or null if this revision was not counted. Safe for concurrent use once no more keyed entries
    /// are added.
    /// </summary>
    public long? FindOffset(Guid storyId, long revision) => offsets.TryGetValue((storyId, revision), out var offset) ? offset : null;

    /// <summary>Returns the packed terms at an offset, which <see cref="TermCounts.FromBytes"/> unpacks.</summary>
    public byte[] ReadPacked(long offset) => counts.Read(offset);

    public void Dispose() => counts.Dispose();
}
