using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Cli;

/// <summary>Tests that an invalid setting or option ends the process with one line that explains it.</summary>
public sealed class OptionsTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("--Library:TimeZone=Mars/Olympus", "Library:TimeZone must be an IANA time zone such as Europe/Berlin; it is 'Mars/Olympus'.")]
    [InlineData("--Library:SiteUrl=stories", "Library:SiteUrl must be an absolute http or https URL; it is 'stories'.")]
    [InlineData("--Library:SampleContent=perhaps", "Library:SampleContent must be true or false; it is 'perhaps'.")]
    [InlineData("--Library:TimeZon=UTC", "Unknown setting 'Library:TimeZon'. Did you mean Library:TimeZone?")]
    [InlineData("--Database:ReadConnections=abc", "Database:ReadConnections must be a whole number; it is 'abc'.")]
    [InlineData("--Database:ReadConnections=0", "Database:ReadConnections must be a whole number from 1 to 1000; it is '0'.")]
    [InlineData("--Embedded:DataPath=/tmp/$HOME", "Embedded:DataPath must be the path of a folder, without quotes")]
    [InlineData("--Delivery:CacheControl=\"", "Delivery:CacheControl must be a Cache-Control header")]
    [InlineData("--Proxy:Trusted:0=everywhere", "Proxy:Trusted:0 must be a network such as 10.0.0.0/8; it is 'everywhere'.")]
    [InlineData("--Proxy:Trustd:0=10.0.0.0/8", "Unknown setting 'Proxy:Trustd'. Did you mean Proxy:Trusted?")]
    [InlineData("--Recommendations:PerFonder=1", "Unknown setting 'Recommendations:PerFonder'. Did you mean Recommendations:PerFounder?")]
    [InlineData("--Recommendations:PerFounder=many", "Recommendations:PerFounder must be a whole number; it is 'many'.")]
    [InlineData("--Recommendations:Among=21", "Recommendations:Among must be a whole number from 1 to 20; it is '21'.")]
    [InlineData("--ConnectionStrings:Contents=x", "Unknown setting 'ConnectionStrings:Contents'. Did you mean ConnectionStrings:Content?")]
    [InlineData("--Library:TimeZone:Name=UTC", "Library:TimeZone must be a text; it is ''.")]
    [InlineData("--Cors:Origins=https://a.test", "Cors:Origins must be a list, whose items have the keys 0, 1, …; it is 'https://a.test'.")]
    [InlineData("--Access:AnonymousRead=maybe", "Access:AnonymousRead must be true or false; it is 'maybe'.")]
    [InlineData("--RateLimits:Anonymous:PerMinute=0", "RateLimits:Anonymous:PerMinute must be a whole number from 1 to 1000000000; it is '0'.")]
    [InlineData("--RateLimits:Key:PerMinute=many", "RateLimits:Key:PerMinute must be a whole number; it is 'many'.")]
    [InlineData("--RateLimits:Key:PerMinit=5", "Unknown setting 'RateLimits:Key:PerMinit'. Did you mean RateLimits:Key:PerMinute?")]
    [InlineData("--RateLimits:Key=5", "RateLimits:Key must be a section")]
    [InlineData("--Cors:Origins:0=https://a.test/path", "Cors:Origins:0 must be an origin such as https://newsroom.example.com, without a path; it is 'https://a.test/path'.")]
    [InlineData("--Kestrel:Limit:KeepAliveTimeout=00:01:00", "Unknown setting 'Kestrel:Limit'. Did you mean Kestrel:Limits?")]
    [InlineData("--Kestrel:Limits:KeepAliveTimout=00:01:00", "Unknown setting 'Kestrel:Limits:KeepAliveTimout'. Did you mean Kestrel:Limits:KeepAliveTimeout?")]
    [InlineData("--Kestrel:Limits:KeepAliveTimeout=60", "Kestrel:Limits:KeepAliveTimeout must be a time such as 00:02:10; it is '60'.")]
    [InlineData("--Kestrel:Limits:KeepAliveTimeout=-00:01:00", "Kestrel:Limits:KeepAliveTimeout: Value must be a positive TimeSpan; it is '-00:01:00'.")]
    [InlineData("--Kestrel:Limits:MaxConcurrentConnections=many", "Kestrel:Limits:MaxConcurrentConnections must be a whole number, or empty for no limit; it is 'many'.")]
    [InlineData("--Kestrel:Limits:MaxConcurrentConnections=0", "Kestrel:Limits:MaxConcurrentConnections: Value must be null or a positive number; it is '0'.")]
    [InlineData("--Kestrel:Limits:MaxRequestHeadersTotalSize=", "Kestrel:Limits:MaxRequestHeadersTotalSize must be a whole number; it is ''.")]
    [InlineData("--Kestrel:Limits:MaxRequestBufferSize=1024", "Kestrel:Limits:MaxRequestBufferSize must be at least MaxRequestLineSize and MaxRequestHeadersTotalSize, which are 32768 and 65536; it is '1024'.")]
    [InlineData("--Kestrel:Limits:MinRequestBodyDataRate=240", "Kestrel:Limits:MinRequestBodyDataRate must be a section, with keys such as Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond, or empty; it is '240'.")]
    [InlineData("--Kestrel:Limits:MinRequestBodyDataRate:GracePeriod=00:00:00.5", "Kestrel:Limits:MinRequestBodyDataRate:GracePeriod: The request body rate enforcement grace period must be greater than 1 second; it is '00:00:00.5'.")]
    [InlineData("--Kestrel:Limits:MinRequestBodyDataRate:BytesPerMinute=1", "Unknown setting 'Kestrel:Limits:MinRequestBodyDataRate:BytesPerMinute'. Did you mean Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond?")]
    [InlineData("--Kestrel:Limits:Http2=5", "Kestrel:Limits:Http2 must be a section, with keys such as")]
    [InlineData("--Kestrel:Limits:Http2:MaxFrameSize=1", "Kestrel:Limits:Http2:MaxFrameSize: A value between 16384 and 16777215 is required; it is '1'.")]
    [InlineData("--Kestrel:Limits:Http3:MaxRequestHeaderFieldSiz=1", "Unknown setting 'Kestrel:Limits:Http3:MaxRequestHeaderFieldSiz'. Did you mean Kestrel:Limits:Http3:MaxRequestHeaderFieldSize?")]
    [InlineData("--Logging:LogLevel:Default=Loud", "Invalid setting: Configuration value 'Loud' is not supported.")]
    [InlineData("--urls=nonsense", "urls must list URLs such as http://localhost:5080; it contains 'nonsense'.")]
    [InlineData("--Kestrel:Endpoints:A:Url=nonsense", "Kestrel:Endpoints:A:Url must list URLs such as http://localhost:5080; it contains 'nonsense'.")]
    [InlineData("--http_ports=80a", "http_ports must list ports such as 8080; it contains '80a'.")]
    public async Task An_invalid_setting_exits_with_2_and_an_explanation(string setting, string message)
    {
        // A free port: a developer's service may be running on the default one.
        string[] args = setting.StartsWith("--urls", StringComparison.Ordinal) || setting.StartsWith("--http_ports", StringComparison.Ordinal) ? [setting] : [setting, "--urls=http://127.0.0.1:0"];
        var (code, output, error) = await Executable.Run(await postgres.CreateDatabase(), args);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task All_faults_of_a_section_are_reported_together()
    {
        var (code, _, error) = await Executable.Run(
            await postgres.CreateDatabase(), "--Library:TimeZon=UTC", "--Library:SampleContent=perhaps", "--Library:TimeZone=Mars/Olympus", "--urls=http://127.0.0.1:0");

        Assert.Equal(2, code);
        Assert.Equal(
            [
                "Library:SampleContent must be true or false; it is 'perhaps'.",
                "Library:TimeZone must be an IANA time zone such as Europe/Berlin; it is 'Mars/Olympus'.",
                "Unknown setting 'Library:TimeZon'. Did you mean Library:TimeZone?",
            ],
            error.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("import none.md")]
    [InlineData("reindex")]
    [InlineData("key create --name Tests --scope read")]
    public async Task Every_command_that_uses_the_database_rejects_an_invalid_setting(string line)
    {
        var database = await postgres.CreateDatabase(empty: true);

        Assert.Equal(
            (2, "", "Unknown setting 'Cache:SizeLimitMegabyte'. Did you mean Cache:SizeLimitMegabytes?\n"),
            await Executable.Run(database, [.. line.Split(' '), "--environment=Development", "--Cache:SizeLimitMegabyte=1"]));
        Assert.Equal(0, await CountTables(database));
    }

    [Theory]
    [InlineData("Libary__TimeZone", "Unknown section 'Libary'. Did you mean Library?")]
    [InlineData("ConnectionStrings__Contents", "Unknown setting 'ConnectionStrings:Contents'. Did you mean ConnectionStrings:Content?")]
    [InlineData("Database__ReadConnection", "Unknown setting 'Database:ReadConnection'. Did you mean Database:ReadConnections?")]
    public async Task A_misspelled_environment_variable_exits_with_2_and_a_suggestion(string name, string message)
    {
        var startInfo = Executable.Prepare(await postgres.CreateDatabase(), "migrate");
        startInfo.Environment[name] = "1";

        Assert.Equal((2, "", message + "\n"), await Executable.Finish(Process.Start(startInfo)!));
    }

    [Fact]
    public async Task Reset_rejects_a_misspelled_section_before_it_deletes_anything()
    {
        var folder = Path.Combine(Path.GetTempPath(), "content-api-reset-none"); // so that a failure of this test deletes nothing
        var startInfo = Executable.Prepare(null, "reset", "--environment=Development", $"--Embedded:DataPath={folder}");
        startInfo.Environment["Embeded__DataPath"] = folder;

        Assert.Equal((2, "", "Unknown section 'Embeded'. Did you mean Embedded?\n"), await Executable.Finish(Process.Start(startInfo)!));
    }

    [Fact]
    public async Task Environment_variables_of_other_programs_are_ignored()
    {
        var startInfo = Executable.Prepare(await postgres.CreateDatabase(), "migrate");
        startInfo.Environment["OTHER_PROGRAM__SETTING"] = "1";
        startInfo.Environment["PROXY"] = "http://proxy.test";

        var (code, _, error) = await Executable.Finish(Process.Start(startInfo)!);

        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task An_invalid_connection_string_exits_with_3()
    {
        var (code, _, error) = await Executable.Run(null, "--ConnectionStrings:Content=Hostt=x", "--urls=http://127.0.0.1:0");

        Assert.Equal(3, code);
        Assert.StartsWith("ConnectionStrings:Content is not a connection string", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verison", "Unknown option '--verison'. Did you mean --version?")]
    [InlineData("--enviroment Production", "Unknown option '--enviroment'. Did you mean --environment?")]
    [InlineData("--url http://localhost:5080", "Unknown option '--url'. Did you mean --urls?")]
    [InlineData("--Libary:TimeZone=UTC", "Unknown option '--Libary:TimeZone'. Did you mean --Library:TimeZone?")]
    [InlineData("--urls", "--urls needs a value")]
    [InlineData("imprt x", "Unknown command 'imprt'. Did you mean import?")]
    [InlineData("import --embeded:DataPath=x f", "Unknown option '--embeded:DataPath'. Did you mean --Embedded:DataPath?")]
    [InlineData("migrate --dry-run", "Unknown option '--dry-run'.")]
    [InlineData("healthcheck --urls http://localhost:5080", "healthcheck accepts no settings, only --url.")]
    public async Task An_invalid_option_exits_with_2_and_an_explanation(string line, string message)
    {
        var (code, output, error) = await Executable.Run(await postgres.CreateDatabase(), line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.EndsWith("Try --help.\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task A_port_in_use_exits_with_1_and_suggests_another_url(string host)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{host}:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (code, output, error) = await Executable.Run(await postgres.CreateDatabase(), "--urls", url);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"{url} is in use by another process. Stop that process, or choose another URL with --urls", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task A_port_in_use_is_reported_before_the_database_is_changed()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        var database = await postgres.CreateDatabase(empty: true);

        var (code, output, error) = await Executable.Run(database, "--environment=Development", $"--Kestrel:Endpoints:Web:Url={url}");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"{url} is in use by another process. Stop that process, or choose another URL with --Kestrel:Endpoints:Web:Url", error, StringComparison.Ordinal);
        Assert.Equal(0, await CountTables(database));
    }

    [Fact]
    public async Task Commands_accept_settings_before_and_after_their_arguments()
    {
        var database = await postgres.CreateDatabase(empty: true);
        var folder = Directory.CreateTempSubdirectory("content-api-settings-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "one.md"), "# One\n\nBody.");

        var migrate = await Executable.Run(null, "migrate", $"--ConnectionStrings:Content={database}");
        var import = await Executable.Run(null, "--ConnectionStrings:Content", database, "import", "--environment", "Staging", folder, "--Logging:LogLevel:Default=Error");
        var embedded = await Executable.Run(null, "import", "--environment", "Development", $"--Embedded:DataPath={Path.Combine(folder, "one.md")}", folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, ""), (migrate.Code, migrate.Error));
        Assert.Equal((0, ""), (import.Code, import.Error));
        Assert.Contains("1 created", import.Output, StringComparison.Ordinal);
        Assert.Equal(3, embedded.Code); // the embedded server was requested, and fails because its data path is a file
        Assert.Contains("Embedded:DataPath", embedded.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContentRoot_selects_the_folder_of_appsettings()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-root-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{ "Library": { "TimeZone": "Nowhere" } }""");

        var (code, _, error) = await Executable.Run(await postgres.CreateDatabase(), "--contentRoot", folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(2, code);
        Assert.Contains("'Nowhere'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_and_an_empty_list_in_appsettings_keep_the_defaults()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-root-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "appsettings.json"),
            """{ "Cors": { "Origins": [] }, "Proxy": { "Trusted": null }, "Library": { "SiteUrl": null, "TimeZone": null }, "RateLimits": { "Key": {} } }""");

        var (code, _, error) = await Executable.Run(await postgres.CreateDatabase(), "migrate", "--contentRoot", folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task An_unknown_section_in_appsettings_exits_with_2_and_lists_the_sections()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-root-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{ "Serverless": { "Enabled": true } }""");

        var (code, _, error) = await Executable.Run(await postgres.CreateDatabase(), "migrate", "--contentRoot", folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(2, code);
        Assert.StartsWith("Unknown section 'Serverless'. Valid names: Access, Cache, ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    private static async Task<long> CountTables(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        return await connection.QuerySingleAsync<long>("select count(*) from pg_tables where schemaname = 'public'");
    }
}
