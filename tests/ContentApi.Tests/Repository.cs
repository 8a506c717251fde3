namespace ContentApi.Tests;

/// <summary>Locates files of the repository that contains the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "ContentApi.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
