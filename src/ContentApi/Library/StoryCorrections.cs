using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The corrections of a story: the newest ones, which are served, and the number of all.</summary>
internal sealed record StoryCorrections(IReadOnlyList<Correction> Newest, int Count)
{
    public static StoryCorrections None { get; } = new([], 0);

    /// <summary>Returns the corrections with a new one.</summary>
    public StoryCorrections With(Correction correction) => new([correction, .. Newest.Take(Correction.MaxListed - 1)], Count + 1);
}
