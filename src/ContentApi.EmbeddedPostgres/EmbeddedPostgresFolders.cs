using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace ContentApi.EmbeddedPostgres;

/// <summary>
/// The folders of an embedded PostgreSQL. By default, each checkout has a separate data folder, named after the checkout's path, so that
/// two checkouts share neither data nor schema. They share downloaded PostgreSQL programs.
/// </summary>
/// <param name="Root">Contains one cluster for each PostgreSQL major version, and also the server's log and the lock files.</param>
/// <param name="Binaries">Contains the PostgreSQL programs installed with npm.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record EmbeddedPostgresFolders(string Root, string Binaries)
{
    private const string Product = "content-api";
    private const string CheckoutMarker = "ContentApi.sln";
    private const string ClusterPrefix = "postgres-";

    public string StartLock => Path.Combine(Root, "start.lock");

    public string UsersLock => Path.Combine(Root, "users.lock");

    public string ServerLog => Path.Combine(Root, "postgres.log");

    /// <summary>
    /// Gets the folder of the socket. A socket path is limited to 107 bytes, so the socket of a data folder with a long path is in the
    /// temporary folder.
    /// </summary>
    public string SocketFolder =>
        Path.Combine(Root, "socket") is var path && Encoding.UTF8.GetByteCount(path) <= 80
            ? path
            : Path.Combine(Path.GetTempPath(), $"{Product}-{Hash(Root)}");

    /// <summary>Returns the folders from the options, or those of the checkout that contains the program.</summary>
    public static EmbeddedPostgresFolders From(EmbeddedOptions options, string? programFolder = null)
    {
        var root = Path.GetFullPath(options.DataPath ?? Path.Combine(GetSharedRoot(), CreateFolderName(FindCheckout(programFolder ?? AppContext.BaseDirectory))));
        return new EmbeddedPostgresFolders(root, Path.Combine(options.DataPath is null ? GetSharedRoot() : root, "binaries"));
    }

    /// <summary>Returns the data folder of a cluster, which only the same major version of PostgreSQL can open.</summary>
    public string GetClusterFolder(int major) => Path.Combine(Root, $"{ClusterPrefix}{major}");

    /// <summary>Returns the major versions of the clusters that exist.</summary>
    public SortedSet<int> FindMajorVersions() => new(
        from path in Directory.Exists(Root) ? Directory.EnumerateDirectories(Root, $"{ClusterPrefix}*") : []
        where File.Exists(Path.Combine(path, "PG_VERSION"))
        let text = Path.GetFileName(path)[ClusterPrefix.Length..]
        where int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Creates the data folder and its shared parent, which the server's user must be able to traverse.</summary>
    /// <exception cref="EmbeddedPostgresException">The folder cannot be created.</exception>
    public void Create()
    {
        try
        {
            if (Path.GetDirectoryName(Root) == GetSharedRoot() && !Directory.Exists(GetSharedRoot()))
            {
                Directory.CreateDirectory(GetSharedRoot());
                File.SetUnixFileMode(GetSharedRoot(), (UnixFileMode)0b111_101_101); // rwxr-xr-x
            }

            Directory.CreateDirectory(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The data folder of the embedded PostgreSQL cannot be created: {e.Message} Set Embedded:DataPath (variable Embedded__DataPath) to a writable folder.");
        }
    }

    /// <summary>Returns the checkout that contains the program, or the program's own folder outside a checkout.</summary>
    private static string FindCheckout(string programFolder)
    {
        programFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(programFolder));
        for (var folder = programFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, CheckoutMarker)))
            {
                return folder;
            }
        }

        return programFolder;
    }

    /// <summary>
    /// Returns a readable and unique folder name for a path. It has no special characters, because PostgreSQL's tools pass it to a shell.
    /// </summary>
    private static string CreateFolderName(string path) =>
        string.Concat(Path.GetFileName(path).Take(32).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')) + $"-{Hash(path)}";

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];

    /// <summary>
    /// Returns the parent of all data folders. If this process runs as root, the parent is outside of root's home, which the server's user
    /// cannot enter.
    /// </summary>
    private static string GetSharedRoot() =>
        Environment.IsPrivilegedProcess
            ? $"/var/lib/{Product}"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), Product);
}
