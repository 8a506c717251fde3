using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.Security;
using CsCheck;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Keys;

/// <summary>Tests that keys are created, shown once, listed and revoked, and that request bodies are parsed strictly.</summary>
public sealed class ApiKeyTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Create_returns_the_secret_once_and_stores_its_hash()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;

        using var created = await api.Http.Send("POST", "/v1/keys", admin, """{"name":"Partner","scopes":["syndicate","read"],"partner":"evening-post","expiresAt":"2090-01-01T01:00:00+01:00","rateLimit":600}""");
        var key = JsonNode.Parse(await created.Content.ReadAsStringAsync())!;
        var secret = (string)key["key"]!;

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"/v1/keys/{key["id"]}", created.Headers.Location!.ToString());
        Assert.Equal("no-store", created.Headers.CacheControl!.ToString());
        Assert.Matches("^cak_[0-9A-Za-z]{38}$", secret);
        Assert.StartsWith((string)key["prefix"]!, secret, StringComparison.Ordinal);
        Assert.Equal("2090-01-01T00:00:00Z", (string)key["expiresAt"]!);
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/stories", secret).Status());

        var read = await api.Http.Send("GET", created.Headers.Location!.ToString(), admin).ReadJson();
        Assert.Equal(["id", "name", "prefix", "scopes", "partner", "rateLimit", "createdAt", "expiresAt", "revokedAt", "lastUsedAt"], read.AsObject().Select(member => member.Key));
        Assert.Equal("""["syndicate","read"]""", read["scopes"]!.ToJsonString());
        Assert.Equal(("evening-post", "evening-post"), ((string)key["partner"]!, (string)read["partner"]!));
        await using var database = new NpgsqlConnection(api.ConnectionString);
        var stored = (IDictionary<string, object>)await database.QuerySingleAsync("select k::text as row, hash from api_key k where id = @id", new { id = (Guid)key["id"]! });
        Assert.DoesNotContain(secret[8..], (string)stored["row"], StringComparison.Ordinal);
        Assert.Equal(ApiKeyToken.Hash(secret), (byte[])stored["hash"]);
    }

    [Fact]
    public async Task Keys_of_a_partner_share_one_identity_that_the_first_key_creates()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        foreach (var (name, partner) in new[] { ("First", "morning-herald"), ("Second", "morning-herald"), ("Other", "noon-gazette") })
        {
            await api.Http.Send("POST", "/v1/keys", admin, $$"""{"name":"{{name}}","scopes":["syndicate"],"partner":"{{partner}}"}""").ReadJson(HttpStatusCode.Created);
        }

        var listed = (await api.Http.Send("GET", "/v1/keys?limit=4", admin).ReadJson())["items"]!.AsArray().Select(key => ((string)key!["name"]!, (string?)key["partner"]));
        var audited = (await api.Http.Send("GET", "/v1/audit?action=key.created&limit=1", admin).ReadJson())["items"]![0]!;
        await using var database = new NpgsqlConnection(api.ConnectionString);
        var partners = await database.QueryAsync<(string Slug, int Keys)>("select p.slug, count(*)::int from partner p join api_key k on k.partner_id = p.id where p.slug in ('morning-herald', 'noon-gazette') group by p.id order by p.slug");

        Assert.Equal([("Other", "noon-gazette"), ("Second", "morning-herald"), ("First", "morning-herald"), ("Admin", null)], listed);
        Assert.Equal("Other: syndicate (partner noon-gazette)", (string)audited["detail"]!);
        Assert.Equal([("morning-herald", 2), ("noon-gazette", 1)], partners);
    }

    [Theory]
    [InlineData("""{"name":"a","scopes":["syndicate"]}""", "is required with the scope syndicate")]
    [InlineData("""{"name":"a","scopes":["read","syndicate"],"partner":null}""", "is required with the scope syndicate")]
    [InlineData("""{"name":"a","scopes":["read"],"partner":"evening-post"}""", "must be null without the scope syndicate")]
    [InlineData("""{"name":"a","scopes":["syndicate"],"partner":"Evening Post"}""", "must be a slug")]
    [InlineData("""{"name":"a","scopes":["syndicate"],"partner":""}""", "must be a slug")]
    public async Task The_scope_syndicate_and_a_partner_require_each_other(string json, string fault)
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;

        var problem = await (await api.Http.Send("POST", "/v1/keys", admin, json)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith(fault, (string)problem["errors"]!["partner"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_takes_effect_before_the_response_and_is_idempotent()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        var key = await api.CreateKey("Leaver", [Scope.Write]);
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/stories", key.Key).Status());

        Assert.Equal(HttpStatusCode.NoContent, await api.Http.Send("DELETE", $"/v1/keys/{key.Id}", admin).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/stories", key.Key).Status());
        Assert.Equal(HttpStatusCode.NoContent, await api.Http.Send("DELETE", $"/v1/keys/{key.Id}", admin).Status());
        Assert.NotNull((await api.Http.Send("GET", $"/v1/keys/{key.Id}", admin).ReadJson())["revokedAt"]);
        var revocations = await api.Http.Send("GET", "/v1/audit?action=key.revoked", admin).ReadJson();
        Assert.Single(revocations["items"]!.AsArray(), entry => (string?)entry!["detail"] == "Leaver");
    }

    [Fact]
    public async Task List_returns_keys_newest_first_with_paging()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await api.CreateKey(name, [Scope.Read]);
        }

        List<string> names = [];
        var url = "/v1/keys?limit=2&count=true";
        while (url is not null)
        {
            using var response = await api.Http.Send("GET", url, admin);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            names.AddRange(page["items"].Strings("name"));
            url = response.Header("Link") is { Length: > 0 } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            Assert.Equal(url is null, page["nextCursor"] is null);
            Assert.True((int)page["totalCount"]! >= 4);
        }

        Assert.Equal(["Three", "Two", "One"], names.Take(3));
    }

    [Fact]
    public async Task The_last_use_is_recorded_within_ten_seconds()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        var key = await api.CreateKey("Used", [Scope.Read]);
        await api.Http.Send("GET", "/v1/stories", key.Key).ReadJson();

        JsonNode? lastUsed = null;
        for (var i = 0; i < 100 && lastUsed is null; i++)
        {
            await Task.Delay(100);
            lastUsed = (await api.Http.Send("GET", $"/v1/keys/{key.Id}", admin).ReadJson())["lastUsedAt"];
        }

        Assert.NotNull(lastUsed);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("""{"name":"a","scopes":["read"],"scope":1}""", "scope")]
    [InlineData("""{"name":"a","name":"a","scopes":["read"]}""", "name")]
    [InlineData("""{"name":null,"scopes":["read"]}""", "name")]
    [InlineData("""{"name":"\u0000","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"a","scopes":["Read"]}""", "scopes[0]")]
    [InlineData("""{"name":"a","scopes":[0]}""", "scopes[0]")]
    [InlineData("""{"name":"a","scopes":["read"],"expiresAt":"2090-01-01"}""", "expiresAt")]
    [InlineData("""{"name":"a","scopes":["read"],"rateLimit":"5"}""", "rateLimit")]
    public async Task A_malformed_body_returns_400_with_the_member(string json, string member)
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;

        var problem = await (await api.Http.Send("POST", "/v1/keys", admin, json)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Validation_errors_return_422_all_at_once()
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;

        var missing = await (await api.Http.Send("POST", "/v1/keys", admin, "{}")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        var wrong = await (await api.Http.Send("POST", "/v1/keys", admin, $$"""{"name":"{{new string('x', 201)}}","scopes":["read","read"],"expiresAt":"2020-01-01T00:00:00Z","rateLimit":0}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["name", "scopes"], missing["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(["name", "scopes", "expiresAt", "rateLimit"], wrong["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/merge-patch+json", null)]
    [InlineData(null, null)]
    [InlineData("application/json", "gzip")]
    public async Task Other_media_types_and_encodings_return_415(string? mediaType, string? encoding)
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys") { Content = new ByteArrayContent("""{"name":"a","scopes":["read"]}"""u8.ToArray()) };
        request.Headers.Authorization = new("Bearer", admin);
        request.Content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        await (await api.Http.SendAsync(request)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_returns_413_with_or_without_a_content_length(bool chunked)
    {
        var admin = (await api.CreateKey("Admin", [Scope.Admin])).Key;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys")
        {
            Content = new StringContent($$"""{"name":"{{new string('x', 2_000_001)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", admin);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true; // otherwise the connection may break before the response arrives

        var problem = await (await api.Http.SendAsync(request)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("2,000,000 bytes", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_detects_any_mistyped_character() =>
        Gen.Select(Gen.Int[4, 41], Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]).Sample((position, character) =>
        {
            var key = ApiKeyToken.Create();
            Assert.True(ApiKeyToken.IsWellFormed(key));
            Assert.Equal(key[position] == character, ApiKeyToken.IsWellFormed(key[..position] + character + key[(position + 1)..]));
        });
}
