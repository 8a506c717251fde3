namespace ContentApi.Publishing;

/// <summary>Recognizes `_drafts`, the folder of unpublished documents in Jekyll and Hexo, anywhere in a path.</summary>
internal static class DraftFolder
{
    private const string FolderName = "_drafts";

    /// <summary>Returns whether any parent folder in a file path is `_drafts`. Does not resolve links.</summary>
    public static bool IsDraftPath(string path) => path.Split('/', '\\').SkipLast(1).Any(IsDraftFolder);

    /// <summary>
    /// Returns whether a file is in a drafts folder: by its own path or, if the file or one of its parent folders is a link, by the path of
    /// the link's target.
    /// </summary>
    public static bool IsDraftFile(string file)
    {
        var path = Path.GetFullPath(file);
        if (IsDraftPath(path) || (ResolveLink(new FileInfo(path)) is { } target && IsDraftPath(target)))
        {
            return true;
        }

        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (ResolveLink(folder) is { } folderTarget && IsDraftPath(folderTarget + "/")) // the slash makes the target itself a parent folder
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the final target of a link; null if the entry is not a link or its target cannot be resolved.</summary>
    private static string? ResolveLink(FileSystemInfo entry)
    {
        try
        {
            return entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null; // reading the file fails too, and the import reports that error
        }
    }

    private static bool IsDraftFolder(string folder) => folder.Equals(FolderName, StringComparison.OrdinalIgnoreCase);
}
