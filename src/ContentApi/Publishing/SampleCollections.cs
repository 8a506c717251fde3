using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The collections of the sample library.</summary>
internal sealed class SampleCollections(CollectionEditor collections) : ISampleContent
{
    private static readonly (string Slug, CollectionDocument Document)[] All =
    [
        ("where-to-begin", new()
        {
            Title = "Where to Begin",
            Dek = "Stories for a first visit.",
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

    public async Task<IReadOnlyList<string>> Save(CancellationToken cancellationToken)
    {
        var messages = new List<string>();
        foreach (var (slug, document) in All)
        {
            var result = await collections.Save(slug, document, expectedRevision: 0, Actor.Import, cancellationToken);
            messages.AddRange(result.Faults.Select(fault => $"{slug}: {fault.Path} {fault.Message}"));
        }

        return messages;
    }
}
