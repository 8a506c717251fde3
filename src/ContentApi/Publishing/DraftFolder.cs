namespace ContentApi.Publishing;

/// <summary>Jekyll's and Hexo's folder for what is not published: `_drafts`, wherever it is in a path.</summary>
internal static class DraftFolder
{
    private const string Name = "_drafts";

    /// <summary>Returns whether a path, taken as it is written, leads through a folder of drafts.</summary>
    public static bool IsIn(string path) => path.Split('/', '\\').SkipLast(1).Any(IsDrafts);

    /// <summary>Returns whether a file is in a folder of drafts, as it was given or where its links lead.</summary>
    public static bool Holds(string file)
    {
        var path = Path.GetFullPath(file);
        if (IsIn(path) || (Target(new FileInfo(path)) is { } target && IsIn(target)))
        {
            return true;
        }

        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (Target(folder) is { } real && IsIn(real + "/"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where a link leads, which may be through another; null for what is no link, or leads nowhere.</summary>
    private static string? Target(FileSystemInfo entry)
    {
        try
        {
            return entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null; // reading the file fails too, with a message
        }
    }

    private static bool IsDrafts(string folder) => folder.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
