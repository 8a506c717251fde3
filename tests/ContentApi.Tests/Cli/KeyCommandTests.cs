using ContentApi.Core.Model;

namespace ContentApi.Tests.Cli;

/// <summary>Tests the command `key create`, with which an operator creates the first key.</summary>
public sealed class KeyCommandTests(Api api, PostgresServer postgres) : IClassFixture<Api>
{
    [Fact]
    public async Task Key_create_prints_only_a_working_key()
    {
        var (code, output, error) = await Executable.Run(api.ConnectionString, "key", "create", "--name", "First", "--scope", "admin", "--scope", "write", "--expires", "2090-01-01", "--rate-limit", "600");

        Assert.Equal((0, ""), (code, error));
        Assert.Matches("^cak_[0-9A-Za-z]{38}\n$", output);
        var key = (await api.Http.Send("GET", "/v1/keys?limit=1", output.Trim()).ReadJson())["items"]![0]!;
        Assert.Equal(("First", "2090-01-01T00:00:00Z", 600), ((string)key["name"]!, (string)key["expiresAt"]!, (int)key["rateLimit"]!));
        Assert.Equal("""["admin","write"]""", key["scopes"]!.ToJsonString());
        var auditEntry = (await api.Http.Send("GET", $"/v1/audit?action=key.created&limit=1", output.Trim()).ReadJson())["items"]![0]!;
        Assert.Equal(("command line", "First: admin, write"), ((string)auditEntry["actor"]!, (string)auditEntry["detail"]!));
        Assert.Null(auditEntry["key"]);
    }

    [Fact]
    public async Task Key_create_creates_the_key_of_a_partner()
    {
        var (code, _, error) = await Executable.Run(api.ConnectionString, "key", "create", "--name", "Feed", "--scope", "syndicate", "--partner", "evening-post");
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;

        Assert.Equal((0, ""), (code, error));
        var keys = (await api.Http.Send("GET", "/v1/keys", admin).ReadJson())["items"]!.AsArray();
        Assert.Equal("evening-post", (string)keys.Single(key => (string)key!["name"]! == "Feed")!["partner"]!);
    }

    [Fact]
    public async Task Key_create_prints_only_the_key_at_the_trace_log_level()
    {
        var (code, output, _) = await Executable.Run(api.ConnectionString, "key", "create", "--name", "Loud", "--scope", "read", "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Npgsql=Trace", "--environment=Development");

        Assert.Equal(0, code);
        Assert.Matches("^cak_[0-9A-Za-z]{38}\n$", output);
    }

    [Theory]
    [InlineData("key create --scope read", "--name")]
    [InlineData("key create --name x", "--scope")]
    [InlineData("key create --name x --scope everything", "everything")]
    [InlineData("key create --name x --scope read --scope read", "scopes must not contain a scope more than once")]
    [InlineData("key create --name x --scope syndicate", "partner is required with the scope syndicate")]
    [InlineData("key create --name x --scope read --partner evening-post", "partner must be null without the scope syndicate")]
    [InlineData("key create --name x --scope syndicate --partner Evening", "partner must be a slug")]
    [InlineData("key create --name x --scope read --expires 2020-01-01", "expiresAt must be in the future")]
    [InlineData("key create --name x --scope read --expires soon", "--expires must be a date")]
    [InlineData("key create --name x --scope read --rate-limit 0", "rateLimit must be from 1")]
    [InlineData("key create --name x --scope read --expiry 2090-01-01", "Unknown option '--expiry'. Did you mean --expires?")]
    [InlineData("key delete", "Unknown command 'delete'. Valid names: create.")]
    public async Task Invalid_arguments_exit_with_2(string line, string message)
    {
        var (code, output, error) = await Executable.Run(api.ConnectionString, line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_create_without_a_database_or_its_schema_exits_with_3()
    {
        Assert.Equal(3, (await Executable.Run(null, "key", "create", "--name", "x", "--scope", "read")).Code);
        Assert.Equal(3, (await Executable.Run(await postgres.CreateDatabase(empty: true), "key", "create", "--name", "x", "--scope", "read")).Code);
    }
}
