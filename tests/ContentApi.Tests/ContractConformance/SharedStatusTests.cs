using System.Net;
using System.Runtime.Versioning;
using ContentApi.Core.Model;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Tests the statuses that operations share, on each operation, with requests built from the examples in the contract.</summary>
public sealed class SharedStatusTests(SampleContent api) : IClassFixture<SampleContent>
{
    public static IEnumerable<TheoryDataRow<string>> All => Operations(_ => true);

    public static IEnumerable<TheoryDataRow<string>> RequiringKey => Operations(operation => operation.NeedsKey);

    public static IEnumerable<TheoryDataRow<string>> WithBody => Operations(operation => operation.Bodies.Count > 0);

    public static IEnumerable<TheoryDataRow<string>> WithConditionalRequests => Operations(operation => operation.Responses.ContainsKey("304"));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Returns_400_for_an_unknown_parameter(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation), "nobodyKnows=1");
        var problem = await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["nobodyKnows"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Returns_401_for_an_unknown_key(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation));
        request.Headers.Authorization = new("Bearer", "cak_wrong");
        await api.Http.SendAsync(request).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Returns_405_for_an_unsupported_method(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation));
        request.Method = new HttpMethod("PROPFIND");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Returns_414_for_a_URL_longer_than_8192_characters(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation), $"x={new string('x', 8192)}");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestUriTooLong);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Returns_431_for_headers_longer_than_16384_characters(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation));
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 16_384));
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Theory]
    [MemberData(nameof(RequiringKey))]
    public async Task Returns_403_for_a_key_without_the_required_scope(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation));
        request.Headers.Authorization = new("Bearer", await api.Key(Scope.Syndicate));
        await api.Http.SendAsync(request).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Returns_415_for_an_unsupported_media_type(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation), mediaType: "application/xml");
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Returns_413_for_a_body_larger_than_2_000_000_bytes(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation), body: new string(' ', 2_000_001));
        await api.Newsroom.SendAsync(request).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [MemberData(nameof(WithConditionalRequests))]
    public async Task Returns_304_for_a_current_entity_tag_and_200_for_an_outdated_date(string operation)
    {
        using var request = ExampleRequests.Create(Find(operation));
        using var first = await api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var revalidation = ExampleRequests.Create(Find(operation));
        revalidation.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.Tag);
        using var notModified = await api.Http.SendAsync(revalidation);
        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);

        using var outdated = ExampleRequests.Create(Find(operation));
        outdated.Headers.IfModifiedSince = DateTimeOffset.UnixEpoch;
        Assert.Equal(HttpStatusCode.OK, await api.Http.SendAsync(outdated).Status());
    }

    [Theory]
    [MemberData(nameof(WithConditionalRequests))]
    public async Task Returns_412_if_no_entity_tag_in_If_Match_is_current(string operation)
    {
        using var outdated = ExampleRequests.Create(Find(operation));
        outdated.Headers.TryAddWithoutValidation("If-Match", "\"other\"");
        using var failed = await api.Http.SendAsync(outdated);
        await failed.ShouldBeProblem(HttpStatusCode.PreconditionFailed);

        using var current = ExampleRequests.Create(Find(operation));
        current.Headers.TryAddWithoutValidation("If-Match", failed.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, await api.Http.SendAsync(current).Status());
    }

    internal static Operation Find(string id) => OpenApiContract.Committed.Operations.Single(operation => operation.Id == id);

    private static IEnumerable<TheoryDataRow<string>> Operations(Func<Operation, bool> predicate) =>
        OpenApiContract.Committed.Operations.Where(predicate).Select(operation => new TheoryDataRow<string>(operation.Id));
}

/// <summary>Tests the rate limit on each operation.</summary>
public sealed class SharedRateLimitTests(SharedRateLimitTests.OneRequestPerMinuteApi api) : IClassFixture<SharedRateLimitTests.OneRequestPerMinuteApi>
{
    [Theory]
    [MemberData(nameof(SharedStatusTests.All), MemberType = typeof(SharedStatusTests))]
    public async Task Returns_429_beyond_the_rate_limit(string operation)
    {
        var key = (await api.CreateKey(operation, [Scope.Read], rateLimit: 1)).Key;
        HttpStatusCode[] statuses = [await Send(), await Send()];
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[1]);

        async Task<HttpStatusCode> Send()
        {
            using var request = ExampleRequests.Create(SharedStatusTests.Find(operation));
            request.Headers.Authorization = new("Bearer", key);
            return await api.Http.SendAsync(request).Status();
        }
    }

    public sealed class OneRequestPerMinuteApi(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--RateLimits:Enabled=true"];
    }
}

/// <summary>Tests each operation while the database is unavailable.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SharedOutageTests
{
    [Fact]
    public async Task Returns_503_while_the_database_is_unavailable()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Tests.Node.Start(database.ConnectionString);
        using var newsroom = CheckedHandler.Client(node.Http.BaseAddress);
        newsroom.DefaultRequestHeaders.Authorization = new("Bearer", (await node.Key(Enum.GetValues<Scope>())));
        Assert.Equal(HttpStatusCode.OK, await newsroom.GetAsync("/v1/keys").Status()); // caches the key in the node
        await database.Stop();

        foreach (var operation in OpenApiContract.Committed.Operations)
        {
            using var request = ExampleRequests.Create(operation);
            var status = await newsroom.SendAsync(request).Status();
            Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{operation.Id} returned {(int)status}");
        }
    }
}
