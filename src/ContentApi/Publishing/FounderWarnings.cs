using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>Finds what a document says about founders that publishing it does not take over, because the founders exist.</summary>
internal static class FounderWarnings
{
    /// <summary>Returns the warnings about a document, before it creates founders.</summary>
    public static IReadOnlyList<string> Find(NamedResources<FounderRow> founders, StoryDocument document) =>
        document.Recommendations.Where(card => card.Title is not null).Select(card => card.Founder)
            .Prepend(document.Founder)
            .OfType<FounderDocument>()
            .SelectMany(founder => Find(founders, founder))
            .Distinct(StringComparer.Ordinal)
            .ToList();

    private static IEnumerable<string> Find(NamedResources<FounderRow> founders, FounderDocument document)
    {
        if (ReferencePlanner.Find(founders, document) is not { } founder)
        {
            if (document is { Slug: { } newSlug, Name: { } newName } && founders.FindByName(newName) is { } namesake)
            {
                yield return $"the founder '{newSlug}' has the same name as the existing founder '{namesake.Slug}'; if they are the same person, merge one into the other with POST /v1/founders/{newSlug}/merge";
            }

            yield break;
        }

        if (document.Slug is null && founders.IsAmbiguous(document.Name!))
        {
            yield return $"several founders have the name '{founder.Name}'; the document refers to '{founder.Slug}'; to refer to another one, give the slug";
        }

        if (founder.FindDifferences(document).ToList() is { Count: > 0 } differences)
        {
            yield return $"the {string.Join(" and the ", differences)} of the founder '{founder.Slug}' differ{(differences.Count == 1 ? "s" : "")} from the document, which does not change an existing founder; to change the founder, send PATCH /v1/founders/{founder.Slug}";
        }
    }
}
