using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The collections of the sample library.</summary>
internal static class SampleCollections
{
    public static readonly IReadOnlyList<(string Slug, CollectionDocument Document)> All =
    [
        ("where-to-begin", new()
        {
            Title = "Where to Begin",
            Dek = "Three stories for a first visit.",
            Image = null,
            Stories = ["the-no-that-drew-a-map", "the-engine-on-the-bicycle", "the-patent-she-wrote-herself"],
        }),
        ("useful-failures", new()
        {
            Title = "Useful Failures",
            Dek = "What did not work, and what it was good for.",
            Image = null,
            Stories = ["five-thousand-tries-at-a-clean-floor", "what-did-you-fail-at-this-week", "yearbooks-first-the-world-later", "the-no-that-drew-a-map"],
        }),
    ];
}
