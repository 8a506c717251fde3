namespace ContentApi.Tests.Architecture;

/// <summary>The dependency rules of CONTRIBUTING.md. A folder is a namespace without the leading `ContentApi`.</summary>
internal static class FolderRules
{
    private static readonly string[] Reading = ["Library", "ChangeLog", "Data", "Core"];

    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Core.Model"] = [],
        ["Core.Text"] = ["Core.Model"],
        ["Core.Formats"] = ["Core.Text", "Core.Model"],
        ["EmbeddedPostgres"] = [],
        ["Data"] = ["Core"],
        ["ChangeLog"] = ["Data", "Core"],
        ["Library"] = ["ChangeLog", "Data", "Core"],
        ["Indexing"] = Reading,
        ["Publishing"] = ["Indexing", .. Reading],
        ["Web"] = ["ChangeLog", "Data", "Core"],
        ["Delivery"] = ["Indexing", "Web", .. Reading],
        ["Newsroom"] = ["Publishing", "Indexing", "Web", .. Reading],
        ["Syndication"] = ["Web", .. Reading],
    };

    /// <summary>The delivery resources in dependency order: a resource may use those of earlier groups.</summary>
    private static readonly string[][] DeliveryOrder = [["Topics", "Founders", "Takeaways", "Recommendations", "Collections"], ["Stories"], ["Search"]];

    /// <summary>Returns the dependencies that break a rule, as `A → B`.</summary>
    public static IEnumerable<string> Violations(IEnumerable<(string From, string To)> dependencies) =>
        dependencies.Where(dependency => !IsAllowed(dependency.From, dependency.To)).Select(dependency => $"{dependency.From} → {dependency.To}");

    /// <summary>Returns the groups of folders that depend on each other in a cycle.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyCollection<(string From, string To)> dependencies)
    {
        var targets = dependencies.ToLookup(dependency => dependency.From, dependency => dependency.To, StringComparer.Ordinal);
        var folders = dependencies.Select(dependency => dependency.From).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var reachable = folders.ToDictionary(folder => folder, Reach, StringComparer.Ordinal);
        return folders.Where(folder => reachable[folder].Contains(folder))
            .Select(folder => string.Join(" ↔ ", folders.Where(other => reachable[folder].Contains(other) && reachable.GetValueOrDefault(other)?.Contains(folder) == true)))
            .Distinct(StringComparer.Ordinal);

        HashSet<string> Reach(string folder)
        {
            HashSet<string> seen = [];
            var next = new Stack<string>(targets[folder]);
            while (next.TryPop(out var target))
            {
                if (seen.Add(target))
                {
                    foreach (var further in targets[target])
                    {
                        next.Push(further);
                    }
                }
            }

            return seen;
        }
    }

    private static bool IsAllowed(string from, string to)
    {
        if (from is "" || IsIn(from, "Cli"))
        {
            return true; // Program and Cli may use everything
        }

        var layer = MayUse.Keys.Single(folder => IsIn(from, folder));
        return IsIn(to, layer)
            ? layer != "Delivery" || DeliveryRank(to) <= DeliveryRank(from)
            : MayUse[layer].Any(folder => IsIn(to, folder));
    }

    /// <summary>Returns the group of a resource. Resources of one group may use each other, as long as they form no cycle.</summary>
    private static int DeliveryRank(string folder) =>
        Array.FindIndex(DeliveryOrder, group => group.Any(resource => IsIn(folder, $"Delivery.{resource}")));

    private static bool IsIn(string folder, string parent) => folder == parent || folder.StartsWith(parent + ".", StringComparison.Ordinal);
}
