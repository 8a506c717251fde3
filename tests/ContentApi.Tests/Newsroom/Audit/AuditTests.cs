using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Audit;

public sealed class AuditTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task List_returns_entries_newest_first_with_paging_and_filters()
    {
        var admin = await api.CreateKey("Audit admin", [Scope.Admin]);
        var created = await api.Http.Send("POST", "/v1/keys", admin.Key, """{"name":"Made","scopes":["read"]}""").ReadJson(HttpStatusCode.Created);
        await api.Http.Send("DELETE", $"/v1/keys/{created["id"]}", admin.Key).ReadJson(HttpStatusCode.NoContent);
        await using (var database = new NpgsqlConnection(api.ConnectionString))
        {
            await database.ExecuteAsync("insert into audit (actor, action, slug, version) select 'scheduler', 'story.published', 'slug-' || n % 2, n from generate_series(1, 10) n");
        }

        var all = await Crawl("/v1/audit?limit=3&count=true");
        Assert.Equal(all.Select(entry => (long)entry["id"]!).OrderDescending(), all.Select(entry => (long)entry["id"]!));
        Assert.Equal(all.Count, all.DistinctBy(entry => (long)entry["id"]!).Count());

        var bySlug = await Crawl("/v1/audit?slug=slug-1&limit=2");
        Assert.Equal([9, 7, 5, 3, 1], bySlug.Select(entry => (int)entry["version"]!));
        Assert.All(bySlug, entry => Assert.Equal("scheduler", (string)entry["actor"]!));

        var byKey = await Crawl($"/v1/audit?key={admin.Id}");
        Assert.Equal(["key.revoked", "key.created"], byKey.Select(entry => (string)entry["action"]!));
        Assert.Equal(["Made", "Made: read"], byKey.Select(entry => (string)entry["detail"]!));
        Assert.All(byKey, entry => Assert.Equal(("Audit admin", admin.Id), ((string)entry["actor"]!, (Guid)entry["key"]!)));

        Assert.All(await Crawl("/v1/audit?action=key.created"), entry => Assert.Equal("key.created", (string)entry["action"]!));
        Assert.Empty(await Crawl("/v1/audit?slug=nothing"));

        async Task<List<JsonNode>> Crawl(string url)
        {
            List<JsonNode> entries = [];
            for (string? next = url; next is not null;)
            {
                using var response = await api.Http.Send("GET", next, admin.Key);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                entries.AddRange(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]!.AsArray().Select(entry => entry!));
                next = response.Header("Link") is { Length: > 0 } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            }

            return entries;
        }
    }

    [Theory]
    [InlineData("key=7")]
    [InlineData("action=published")]
    [InlineData("cursor=AAAA")]
    [InlineData("slugg=x")]
    public async Task An_invalid_filter_returns_400(string query)
    {
        var admin = await api.CreateKey("Admin", [Scope.Admin]);

        Assert.Equal(HttpStatusCode.BadRequest, await api.Http.Send("GET", $"/v1/audit?{query}", admin.Key).Status());
    }
}
