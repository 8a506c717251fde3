using System.Net;
using System.Runtime.Versioning;
using ContentApi.Core.Model;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Tests the statuses that operations share, on each operation, with requests built from the contract's examples.</summary>
public sealed class SharedStatusTests(SampleContent api) : IClassFixture<SampleContent>
{
    public static IEnumerable<TheoryDataRow<string>> All => Operations(_ => true);

    public static IEnumerable<TheoryDataRow<string>> OfTheNewsroom => Operations(operation => operation.NeedsKey);

    public static IEnumerable<TheoryDataRow<string>> WithBody => Operations(operation => operation.Bodies.Count > 0);

    public static IEnumerable<TheoryDataRow<string>> Confirmed => Operations(operation => operation.Answers.ContainsKey("304"));

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_unknown_parameter_is_400(string operation)
    {
        using var request = Examples.Request(Named(operation), "nobodyKnows=1");
        var problem = await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["nobodyKnows"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_wrong_key_is_401(string operation)
    {
        using var request = Examples.Request(Named(operation));
        request.Headers.Authorization = new("Bearer", "cak_wrong");
        await api.Http.SendAsync(request).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Another_method_is_405(string operation)
    {
        using var request = Examples.Request(Named(operation));
        request.Method = new HttpMethod("PROPFIND");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_address_beyond_8192_characters_is_414(string operation)
    {
        using var request = Examples.Request(Named(operation), $"x={new string('x', 8192)}");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestUriTooLong);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Headers_beyond_16384_characters_are_431(string operation)
    {
        using var request = Examples.Request(Named(operation));
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 16_384));
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Theory]
    [MemberData(nameof(OfTheNewsroom))]
    public async Task A_key_without_the_scope_is_403(string operation)
    {
        using var request = Examples.Request(Named(operation));
        request.Headers.Authorization = new("Bearer", await api.Key(Scope.Syndicate));
        await api.Http.SendAsync(request).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Another_media_type_is_415(string operation)
    {
        using var request = Examples.Request(Named(operation), mediaType: "application/xml");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task A_body_beyond_two_million_bytes_is_413(string operation)
    {
        using var request = Examples.Request(Named(operation), body: new string(' ', 2_000_001));
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [MemberData(nameof(Confirmed))]
    public async Task A_copy_that_is_still_good_is_confirmed_with_304_and_one_of_1970_is_not(string operation)
    {
        using var request = Examples.Request(Named(operation));
        using var first = await api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var again = Examples.Request(Named(operation));
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.Tag);
        using var confirmed = await api.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, confirmed.StatusCode);

        using var old = Examples.Request(Named(operation));
        old.Headers.IfModifiedSince = DateTimeOffset.UnixEpoch;
        Assert.Equal(HttpStatusCode.OK, await api.Http.SendAsync(old).Status());
    }

    internal static Operation Named(string id) => WrittenContract.Committed.Operations.Single(operation => operation.Id == id);

    private static IEnumerable<TheoryDataRow<string>> Operations(Func<Operation, bool> which) =>
        WrittenContract.Committed.Operations.Where(which).Select(operation => new TheoryDataRow<string>(operation.Id));
}

/// <summary>Tests the rate limit on each operation.</summary>
public sealed class SharedLimitTests(SharedLimitTests.Limited api) : IClassFixture<SharedLimitTests.Limited>
{
    [Theory]
    [MemberData(nameof(SharedStatusTests.All), MemberType = typeof(SharedStatusTests))]
    public async Task Beyond_the_limit_is_429(string operation)
    {
        var key = (await api.MakeKey(operation, [Scope.Read], rateLimit: 1)).Key;
        HttpStatusCode[] statuses = [await Ask(), await Ask()];
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[1]);

        async Task<HttpStatusCode> Ask()
        {
            using var request = Examples.Request(SharedStatusTests.Named(operation));
            request.Headers.Authorization = new("Bearer", key);
            return await api.Http.SendAsync(request).Status();
        }
    }

    public sealed class Limited(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--RateLimits:Enabled=true"];
    }
}

/// <summary>Tests each operation while the database is unavailable.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SharedOutageTests
{
    [Fact]
    public async Task Without_the_database_each_operation_is_503()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Tests.Node.Start(database.ConnectionString);
        using var newsroom = CheckedHandler.Client(node.Http.BaseAddress);
        newsroom.DefaultRequestHeaders.Authorization = new("Bearer", (await node.Key(Enum.GetValues<Scope>())));
        Assert.Equal(HttpStatusCode.OK, await newsroom.GetAsync("/v1/keys").Status()); // puts the key into the node's cache
        await database.Stop();

        foreach (var operation in WrittenContract.Committed.Operations)
        {
            using var request = Examples.Request(operation);
            var status = await newsroom.SendAsync(request).Status();
            Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{operation.Id} is {(int)status}");
        }
    }
}
