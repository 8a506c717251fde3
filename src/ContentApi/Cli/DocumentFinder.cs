using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Publishing;

namespace ContentApi.Cli;

/// <summary>Finds the documents in the given paths. Reports skipped files and folders, and returns each file only once.</summary>
internal sealed class DocumentFinder(ImportConsole console)
{
    private static readonly string[] Extensions = [".md", ".markdown", ".txt"];

    private readonly List<string> foundPaths = [];

    public IReadOnlyList<ImportSource> Find(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Add(path);
        }

        return GetDistinctPaths().Select(path => new ImportSource(path, cancellationToken => Read(path, cancellationToken), DraftFolder.IsDraftFile(path))).ToList();
    }

    /// <summary>
    /// Returns the found paths without duplicates. Links are duplicates if they have the same final target. A file takes precedence over
    /// the links to it, even if the links are found first.
    /// </summary>
    private List<string> GetDistinctPaths()
    {
        var candidates = foundPaths.ConvertAll(path => (Path: path, FullPath: Path.GetFullPath(path), LinkTarget: ResolveLink(path)?.FullName));
        var targets = candidates.Where(candidate => candidate.LinkTarget is null).Select(candidate => candidate.FullPath).ToHashSet(StringComparer.Ordinal);
        var files = new HashSet<string>(StringComparer.Ordinal);
        List<string> result = [];
        foreach (var (path, fullPath, linkTarget) in candidates)
        {
            if (linkTarget is null ? files.Add(fullPath) : targets.Add(linkTarget))
            {
                result.Add(path);
            }
            else
            {
                console.ReportSkipped(path, linkTarget is null ? "given more than once" : $"a link to {linkTarget}, which is also given");
            }
        }

        return result;
    }

    private void Add(string path)
    {
        if (Directory.Exists(path))
        {
            Search(new DirectoryInfo(path));
        }
        else if (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            foundPaths.Add(path);
        }
        else
        {
            console.Report(new(path, null, PublicationOutcome.Invalid, [Diagnostic.Error(null, "no such file or folder")]));
        }
    }

    /// <summary>
    /// Searches a folder in the order of names, so that the output is reproducible. Does not follow links to folders, which can be
    /// circular.
    /// </summary>
    private void Search(DirectoryInfo folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Report(new(folder.ToString(), null, PublicationOutcome.Invalid, [Diagnostic.Error(null, $"cannot be searched: {e.Message}")]));
            return;
        }

        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = Path.Combine(folder.ToString(), entry.Name);
            if (entry is DirectoryInfo && (entry.Name.StartsWith('.') || entry.LinkTarget is not null))
            {
                console.ReportSkipped(path, "a hidden or linked folder");
            }
            else if (entry is DirectoryInfo)
            {
                Search(new DirectoryInfo(path));
            }
            else if (Extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
            {
                foundPaths.Add(path);
            }
            else
            {
                console.ReportSkipped(path, "not a .md, .markdown or .txt file");
            }
        }
    }

    /// <summary>
    /// Reads a file. Checks the length first, so that a file over the limit is never loaded into memory. Rejects a length of 0, which pipes
    /// and devices have: opening a pipe would block until its other end is opened.
    /// </summary>
    private static async Task<byte[]> Read(string path, CancellationToken cancellationToken)
    {
        var file = ResolveLink(path) ?? new FileInfo(path);
        if (!file.Exists)
        {
            throw new IOException(file.FullName == Path.GetFullPath(path) ? "the file no longer exists" : $"the link target does not exist: {file.FullName}");
        }

        return file.Length switch
        {
            0 => throw new IOException("the file is empty, or is a pipe or a device"),
            > DocumentReader.MaxBytes => throw new IOException(DocumentReader.DescribeTooLarge(file.Length)),
            _ => await File.ReadAllBytesAsync(file.FullName, cancellationToken),
        };
    }

    /// <summary>Returns the final target of a link, or the direct target of a circular link; null if the path is not a link.</summary>
    private static FileInfo? ResolveLink(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.LinkTarget is null ? null : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (IOException)
        {
            return new FileInfo(Path.Combine(file.DirectoryName!, file.LinkTarget!));
        }
    }
}
