using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ContentApi.Core.Model;
using ContentApi.EmbeddedPostgres;

namespace ContentApi.Tests.Architecture;

/// <summary>Checks that folders depend only on the folders that CONTRIBUTING.md allows, without cycles.</summary>
/// <remarks>
/// The compiler inlines constants, so these tests do not see the use of a `const` from another folder. Shared SQL is therefore a method or
/// `static readonly`. PostgreSQL's privileges, not these tests, limit what SQL reads.
/// </remarks>
public sealed class ArchitectureTests
{
    private const string Root = "ContentApi";

    private static readonly HashSet<(string From, string To)> Dependencies = ReadDependencies();

    [Fact]
    public void Folders_depend_only_on_allowed_folders() => Assert.Empty(FolderRules.Violations(Dependencies));

    [Fact]
    public void Every_delivery_folder_is_in_the_delivery_order() =>
        Assert.Equal(
            FolderRules.DeliveryFolders.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Repository.Path("src/ContentApi/Delivery")).Select(folder => $"Delivery.{Path.GetFileName(folder)}").Order(StringComparer.Ordinal));

    [Fact]
    public void Folders_have_no_dependency_cycles() => Assert.Equal("", string.Join('\n', FolderRules.Cycles(Dependencies)));

    [Fact]
    public void The_dependencies_of_the_codebase_are_found()
    {
        Assert.Contains(("Delivery.Stories", "Library"), Dependencies);
        Assert.Contains(("Core.Formats.Body", "Core.Model"), Dependencies);
        Assert.InRange(Dependencies.Count, 100, 1000);
    }

    [Theory]
    [InlineData("Core.Model", "Core.Text")]
    [InlineData("Core.Text", "Core.Formats.Body")]
    [InlineData("Core.Formats", "Data")]
    [InlineData("EmbeddedPostgres", "Data")]
    [InlineData("Data", "ChangeLog")]
    [InlineData("Data", "EmbeddedPostgres")]
    [InlineData("ChangeLog", "Library")]
    [InlineData("Library", "Indexing.SearchIndex")]
    [InlineData("Library", "Web")]
    [InlineData("Indexing.SearchIndex", "Publishing")]
    [InlineData("Publishing", "Newsroom.Drafts")]
    [InlineData("Publishing", "Web.Problems")]
    [InlineData("Web.Problems", "Library")]
    [InlineData("Delivery.Stories", "Publishing")]
    [InlineData("Delivery.Stories", "Newsroom.Drafts")]
    [InlineData("Delivery.Topics", "Delivery.Stories")]
    [InlineData("Delivery.Stories", "Delivery.Search")]
    [InlineData("Newsroom.Drafts", "Delivery.Stories")]
    [InlineData("Syndication.Changes", "Publishing")]
    [InlineData("Syndication.Changes", "Delivery.Stories")]
    [InlineData("Web", "Cli")]
    public void A_forbidden_dependency_is_reported(string from, string to) =>
        Assert.Equal([$"{from} → {to}"], FolderRules.Violations([.. Dependencies, (from, to)]));

    [Fact]
    public void A_dependency_cycle_is_reported() =>
        Assert.Equal(["Web ↔ Web.Problems"], FolderRules.Cycles([("Web", "Web.Problems"), ("Web.Problems", "Web"), ("Delivery", "Web")]));

    private static HashSet<(string From, string To)> ReadDependencies()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(Program).Assembly, typeof(Card).Assembly, typeof(EmbeddedPostgresServer).Assembly).Build();
        return architecture.Types
            .SelectMany(type => type.Dependencies.Select(dependency => (From: Folder(type), To: Folder(dependency.Target))))
            .Where(dependency => dependency.From is not null && dependency.To is not null && dependency.From != dependency.To)
            .Select(dependency => (dependency.From!, dependency.To!))
            .ToHashSet();
    }

    /// <summary>Returns the namespace of a type below the root namespace, or null for a type outside of it.</summary>
    private static string? Folder(IType type)
    {
        // The loader's own namespace is wrong for some generated types, so this parses the full name, up to generic arguments and nested types.
        var fullName = type.FullName.Split('<', '`', '+', '/', '[')[0];
        var name = fullName[..Math.Max(fullName.LastIndexOf('.'), 0)];
        return name == Root ? "" : name.StartsWith(Root + ".", StringComparison.Ordinal) ? name[(Root.Length + 1)..] : null;
    }
}
