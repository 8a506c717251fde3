using System.Globalization;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>
/// Finds the founders or topics to which documents refer: by current or former slug, and by exact name, never by romanization. Current names
/// take precedence over former ones.
/// </summary>
internal sealed class NamedResources<TRow>
    where TRow : class, INamedResource
{
    private readonly Dictionary<string, TRow> bySlug = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow> byFormerName = new(StringComparer.Ordinal);
    private readonly HashSet<string> ambiguousNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> takenSlugs;

    /// <param name="rows">The resources; of those with the same name, the first is found.</param>
    /// <param name="takenSlugs">Current and former slugs of other resources.</param>
    public NamedResources(IEnumerable<TRow> rows, IEnumerable<string> takenSlugs)
    {
        this.takenSlugs = new(takenSlugs, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            Add(row);
        }
    }

    public void Add(TRow row)
    {
        bySlug[row.Slug] = row;
        if (!byName.TryAdd(NameFolding.Fold(row.Name), row))
        {
            ambiguousNames.Add(NameFolding.Fold(row.Name));
        }

        foreach (var slug in row.FormerSlugs)
        {
            bySlug.TryAdd(slug, row);
        }

        foreach (var name in row.FormerNames)
        {
            byFormerName.TryAdd(NameFolding.Fold(name), row);
        }
    }

    /// <summary>Returns the resource that has or had the slug.</summary>
    public TRow? FindBySlug(string slug) => bySlug.GetValueOrDefault(slug);

    /// <summary>Returns the resource that has the slug now.</summary>
    public TRow? FindByCurrentSlug(string slug) => bySlug.GetValueOrDefault(slug) is { } row && row.Slug == slug ? row : null;

    /// <summary>Returns the resource that has or else had the name.</summary>
    public TRow? FindByName(string name) => byName.GetValueOrDefault(NameFolding.Fold(name)) ?? byFormerName.GetValueOrDefault(NameFolding.Fold(name));

    /// <summary>Returns the resource of a text that is a name or else a slug, in any letter case.</summary>
    public TRow? FindByNameOrSlug(string text) => FindByName(text) ?? FindBySlug(NameFolding.Fold(text));

    /// <summary>Returns whether several resources have the name.</summary>
    public bool IsAmbiguous(string name) => ambiguousNames.Contains(NameFolding.Fold(name));

    /// <summary>Returns a slug that no resource has or had. If the preferred slug is taken, adds the lowest free number from 2.</summary>
    public string CreateSlug(string preferred)
    {
        var slug = preferred;
        for (var number = 2; bySlug.ContainsKey(slug) || takenSlugs.Contains(slug); number++)
        {
            slug = string.Create(CultureInfo.InvariantCulture, $"{preferred}-{number}");
        }

        return slug;
    }
}
