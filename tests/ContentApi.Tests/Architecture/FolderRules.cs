namespace ContentApi.Tests.Architecture;

/// <summary>The dependency rules of CONTRIBUTING.md. A folder is a namespace without the leading `ContentApi`.</summary>
internal static class FolderRules
{
    private static readonly string[] LibraryAndBelow = ["Library", "ChangeLog", "Data", "Core"];

    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Core.Model"] = [],
        ["Core.Text"] = ["Core.Model"],
        ["Core.Formats"] = ["Core.Text", "Core.Model"],
        ["EmbeddedPostgres"] = [],
        ["Data"] = ["Core"],
        ["ChangeLog"] = ["Data", "Core"],
        ["Library"] = ["ChangeLog", "Data", "Core"],
        ["Indexing"] = LibraryAndBelow,
        ["Publishing"] = ["Indexing", .. LibraryAndBelow],
        ["Web"] = ["ChangeLog", "Data", "Core"],
        ["Delivery"] = ["Indexing", "Web", .. LibraryAndBelow],
        ["Newsroom"] = ["Publishing", "Indexing", "Web", .. LibraryAndBelow],
        ["Syndication"] = ["Web", .. LibraryAndBelow],
    };

    /// <summary>The delivery resources in dependency order: a resource may use those of earlier groups.</summary>
    private static readonly string[][] DeliveryOrder = [["Topics", "Founders", "Takeaways", "Recommendations", "Collections"], ["Stories"], ["Search"]];

    /// <summary>Gets the folders of delivery resources.</summary>
    public static IEnumerable<string> DeliveryFolders => DeliveryOrder.SelectMany(group => group).Select(resource => $"Delivery.{resource}");

    /// <summary>Returns the dependencies that break a rule, as `A → B`.</summary>
    public static IEnumerable<string> Violations(IEnumerable<(string From, string To)> dependencies) =>
        dependencies.Where(dependency => !IsAllowed(dependency.From, dependency.To)).Select(dependency => $"{dependency.From} → {dependency.To}");

    /// <summary>Returns the groups of folders that depend on each other in a cycle.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyCollection<(string From, string To)> dependencies)
    {
        var targets = dependencies.ToLookup(dependency => dependency.From, dependency => dependency.To, StringComparer.Ordinal);
        var folders = dependencies.Select(dependency => dependency.From).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var reachable = folders.ToDictionary(folder => folder, FindReachable, StringComparer.Ordinal);
        return folders.Where(folder => reachable[folder].Contains(folder))
            .Select(folder => string.Join(" ↔ ", folders.Where(other => reachable[folder].Contains(other) && reachable.GetValueOrDefault(other)?.Contains(folder) == true)))
            .Distinct(StringComparer.Ordinal);

        HashSet<string> FindReachable(string folder)
        {
            HashSet<string> seen = [];
            var pending = new Stack<string>(targets[folder]);
            while (pending.TryPop(out var target))
            {
                if (seen.Add(target))
                {
                    foreach (var dependency in targets[target])
                    {
                        pending.Push(dependency);
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

    /// <summary>Returns the position of a resource's group in the delivery order. Resources of one group may use each other without cycles.</summary>
    private static int DeliveryRank(string folder) =>
        Array.FindIndex(DeliveryOrder, group => group.Any(resource => IsIn(folder, $"Delivery.{resource}"))) is var rank && (rank >= 0 || folder == "Delivery")
            ? rank
            : throw new InvalidOperationException($"Add {folder} to {nameof(DeliveryOrder)}.");

    private static bool IsIn(string folder, string parent) => folder == parent || folder.StartsWith(parent + ".", StringComparison.Ordinal);
}
