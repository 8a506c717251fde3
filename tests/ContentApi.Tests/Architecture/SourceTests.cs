using ContentApi.ChangeLog;
using ContentApi.Cli;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using System.Text.RegularExpressions;

namespace ContentApi.Tests.Architecture;

/// <summary>Checks source conventions that the compiler does not check, and files that tests cannot run: Dockerfile, compose.yaml and README.md.</summary>
public sealed class SourceTests
{
    /// <summary>PostgreSQL refuses newsroom tables only on read connections.</summary>
    [Fact]
    public void Public_reads_use_only_read_connections() =>
        Assert.All(
            Sources("Delivery").Concat(Sources("Library")).Concat(Sources("Indexing")).Concat(Sources("Syndication")),
            file => Assert.DoesNotContain(".Writes", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Only_Publishing_writes_the_library_besides_its_log_and_its_indexes()
    {
        var write = $"""(insert into |update |delete from |RowMapping<.+>\(")({string.Join('|', ReadRole.Tables)})\b(?!\.)""";
        var writers = Sources("").Where(file => Regex.IsMatch(File.ReadAllText(file), write)).Select(file => Path.GetRelativePath(Repository.Path("src/ContentApi"), file).Split('/')[0]);

        Assert.Equal(["ChangeLog", "Indexing", "Publishing"], writers.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_CacheTag_builds_a_cache_tag() =>
        Assert.All(
            Sources("").Where(file => Path.GetFileName(file) != "CacheTag.cs"),
            file => Assert.DoesNotMatch($"\"({string.Join('|', EnumNames.All<LibraryChangeKind>())}):(\\{{|\" *\\+)", File.ReadAllText(file)));

    /// <summary>Each resource adds a `using`, which does not make the composition root harder to read.</summary>
    [Fact]
    public void Program_has_at_most_60_lines_besides_its_usings() =>
        Assert.InRange(File.ReadLines(Repository.Path("src/ContentApi/Program.cs")).Count(line => !line.StartsWith("using ", StringComparison.Ordinal)), 1, 60);

    [Fact]
    public void Sql_names_its_columns_and_source_files_have_at_most_300_lines()
    {
        Assert.All(Sources(""), file => Assert.DoesNotMatch(@"(?i)select \*(?! from unnest)", File.ReadAllText(file)));
        Assert.All(Sources(""), file => Assert.True(File.ReadLines(file).Count() <= 300, $"{file} has more than 300 lines"));
    }

    [Fact]
    public void Test_clients_validate_responses_against_the_contract() =>
        Assert.All(
            Directory.EnumerateFiles(Repository.Path("tests/ContentApi.Tests"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("/CheckedHandler.cs", StringComparison.Ordinal)),
            file => Assert.DoesNotMatch(@"new HttpClient *\((?!new KeyHandler)|HttpClient \w+ = new\(", File.ReadAllText(file)));

    [Fact]
    public void Dockerfile_copies_existing_files_uses_the_sdk_of_global_json_and_runs_unprivileged()
    {
        var lines = File.ReadAllLines(Repository.Path("Dockerfile")).Select(line => line.Trim()).ToList();
        var copiedPaths = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]).ToList();

        Assert.NotEmpty(copiedPaths);
        Assert.All(copiedPaths, path => Assert.True(Path.Exists(Repository.Path(path)), $"The Dockerfile copies {path}, which does not exist."));
        var sdk = Regex.Match(File.ReadAllText(Repository.Path("global.json")), "\"version\": \"(\\d+\\.\\d+)").Groups[1].Value;
        Assert.Contains($"FROM mcr.microsoft.com/dotnet/sdk:{sdk} AS build", lines);
        Assert.Contains(lines, line => Regex.IsMatch(line, $"^FROM mcr.microsoft.com/dotnet/aspnet:{Regex.Escape(sdk)}-[a-z]+-chiseled"));
        Assert.Equal("USER $APP_UID", lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal) && line.EndsWith("CMD [\"./ContentApi\", \"healthcheck\"]", StringComparison.Ordinal));
        Assert.Contains("ENTRYPOINT [\"./ContentApi\"]", lines);
        Assert.Contains($"<TargetFramework>net{sdk}</TargetFramework>", File.ReadAllText(Repository.Path("Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_defines_the_service_its_database_and_its_migration()
    {
        var compose = (IDictionary<object, object>)new YamlDotNet.Serialization.DeserializerBuilder()
            .Build().Deserialize(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(File.OpenText(Repository.Path("compose.yaml")))))!;
        var services = (IDictionary<object, object>)compose["services"];

        Assert.Equal(["api", "database", "migrate"], services.Keys.Cast<string>().Order());
        var (api, migrate) = ((IDictionary<object, object>)services["api"], (IDictionary<object, object>)services["migrate"]);
        Assert.Contains("5080:8080", (IList<object>)api["ports"]);
        Assert.Equal("unless-stopped", api["restart"]);
        Assert.False(migrate.ContainsKey("restart"), "The migration must not restart after it has finished.");
        Assert.Equal("true", ((IDictionary<object, object>)migrate["healthcheck"])["disable"]);
        Assert.Equal("true", ((IDictionary<object, object>)api["environment"])["Library__SampleContent"]);
        Assert.Contains($"(\"DOTNET_GCgen0size\", \"{((IDictionary<object, object>)api["environment"])["DOTNET_GCgen0size"]}\")", File.ReadAllText(Repository.Path("tests/Benchmarks/PublishedService.cs")), StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", File.ReadAllText(Repository.Path("Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_documents_every_setting_and_links_to_existing_files()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));

        var options = typeof(Program).Assembly.GetTypes().Concat(typeof(EmbeddedOptions).Assembly.GetTypes()).Where(type => type.Namespace?.StartsWith("ContentApi", StringComparison.Ordinal) == true && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => Keys(type, type.Name[..^"Options".Length])).ToList();
        Assert.All(["Database:ReadConnections", "RateLimits:Anonymous:PerMinute"], key => Assert.Contains(key, options));
        Assert.All(options, key => Assert.True(ConfigurationSections.IsKnown(key.Split(':')[0]), $"{key} is not in a known section."));
        Assert.All([.. options, "ConnectionStrings:Content", "Proxy:Trusted", "OTEL_EXPORTER_OTLP_ENDPOINT"], key => Assert.Contains($"`{key}`", readme, StringComparison.Ordinal));

        Assert.Contains("dotnet run --project src/ContentApi\n", readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test\n", readme, StringComparison.Ordinal);
        foreach (Match link in Regex.Matches(readme, @"\]\((?!https?:|#)([^)]+)\)"))
        {
            Assert.True(Path.Exists(Repository.Path(link.Groups[1].Value)), $"README.md links to {link.Groups[1].Value}, which does not exist.");
        }
    }

    private static IEnumerable<string> Keys(Type section, string path) => section.GetProperties().SelectMany(property =>
        property.PropertyType is { IsClass: true } type && type.Assembly == typeof(Program).Assembly ? Keys(type, $"{path}:{property.Name}") : [$"{path}:{property.Name}"]);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Repository.Path(folder.Length == 0 ? "src" : $"src/ContentApi/{folder}"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
}
