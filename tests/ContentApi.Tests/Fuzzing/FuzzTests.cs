using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Tests.ContractConformance;
using FsCheck;
using FsCheck.Fluent;

namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// Sends random valid and invalid requests that are generated from the schemas of the contract. No response may violate the contract, have
/// a 5xx status, or reveal internal details. `FUZZ_SEED` repeats a run, and `FUZZ_CALLS` sets the number of requests. Shrinks a failing
/// request to the simplest one that fails.
/// </summary>
public sealed class FuzzTests(SampleContent api, ITestOutputHelper output) : IClassFixture<SampleContent>
{
    private const int NumbersPerRequest = 1000;
    private const int CallsPerKeySet = 500;

    /// <summary>The second parameter of the generator, after the seed (SplitMix, Steele et al. 2014).</summary>
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    private static readonly string[] InternalDetails = ["Exception", "   at ", "Npgsql", "PostgreSQL", "syntax error", "System.", "ContentApi."];

    [Fact]
    public async Task Responses_to_random_requests_conform_to_the_contract()
    {
        var seed = ReadSetting("FUZZ_SEED", Random.Shared.Next());
        var calls = ReadSetting("FUZZ_CALLS", 2_000);
        using var http = CheckedHandler.Client(api.Http.BaseAddress, recordsCoverage: false);
        http.Timeout = TimeSpan.FromSeconds(20);
        var pool = new ResponseValuePool();
        SortedDictionary<int, int> statuses = [];
        var (sent, keys, failure) = (0, Array.Empty<string>(), (string?)null);
        var property = Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1).ArrayOf(NumbersPerRequest), Shrink), async numbers =>
        {
            keys = sent++ % CallsPerKeySet == 0 ? await CreateKeys() : keys; // previous requests may have revoked the keys
            var choices = new ChoiceSource(numbers);
            var (operation, request) = new RequestGenerator(choices, new(choices, OpenApiContract.Committed, pool), keys).Next();
            using (request)
            {
                var problem = await Send(http, request, RequestGenerator.Resource(operation), pool, statuses);
                failure = problem is null ? failure : $"{Describe(request)}\n    {problem.ReplaceLineEndings("\n    ")}";
                return problem is null;
            }
        });

        try
        {
            await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(calls).WithReplay((ulong)seed, Gamma), property)); // Check.One blocks until the requests complete
        }
        catch (Exception) when (failure is not null)
        {
            // The last failing request is the simplest one; it is reported below.
        }

        output.WriteToReport($"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {(failure is null ? 0 : 1)} failures; responses by status: {string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}"))}");
        Assert.True(failure is null, $"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {failure}");
    }

    /// <summary>Returns simpler sequences: with fewer numbers, then with one number set to 0.</summary>
    private static IEnumerable<int[]> Shrink(int[] numbers)
    {
        for (var removed = numbers.Length; removed > 0; removed /= 2)
        {
            yield return numbers[..^removed];
        }

        foreach (var (i, _) in numbers.Index().Where(number => number.Item != 0))
        {
            yield return [.. numbers[..i], 0, .. numbers[(i + 1)..]];
        }
    }

    /// <summary>Sends a request and returns a description of its failure, or null.</summary>
    private static async Task<string?> Send(HttpClient http, HttpRequestMessage request, string resource, ResponseValuePool pool, SortedDictionary<int, int> statuses)
    {
        try
        {
            using var response = await http.SendAsync(request);
            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var text = await response.Content.ReadAsStringAsync();
            if (status >= 500)
            {
                return $"{status} {text}";
            }

            if (status >= 400)
            {
                return Array.Find(InternalDetails, word => JsonNode.Parse(text.Length == 0 ? "{}" : text)?["detail"]?.ToString().Contains(word, StringComparison.Ordinal) == true) is { } leaked ? $"'{leaked}' is in the problem detail: {text}" : null;
            }

            if (response.Headers.ETag is { } tag)
            {
                pool.Add("ETag", tag.Tag);
            }

            if (response.Content.Headers is { ContentType.MediaType: "application/json", ContentEncoding.Count: 0 } && text.Length > 0)
            {
                pool.Add(JsonNode.Parse(text), resource);
            }

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.Message;
        }
    }

    /// <summary>Creates a key with all scopes and one key for each scope.</summary>
    private async Task<string[]> CreateKeys()
    {
        List<string> keys = [await api.Key(Enum.GetValues<Scope>())];
        foreach (var scope in Enum.GetValues<Scope>())
        {
            keys.Add(await api.Key(scope));
        }

        return [.. keys];
    }

    private static string Describe(HttpRequestMessage request)
    {
        var headers = string.Concat(request.Headers.Where(header => header.Key != "Authorization").Select(header => $" -H '{header.Key}: {string.Join(", ", header.Value)[..Math.Min(60, string.Join(", ", header.Value).Length)]}'"));
        var body = request.Content is null ? "" : $" {request.Content.Headers.ContentType}: {JsonSerializer.Serialize(Truncate(System.Text.Encoding.UTF8.GetString(request.Content.ReadAsByteArrayAsync().Result)))}";
        return $"{request.Method} {Truncate(request.RequestUri!.ToString())}{headers}{body}";
    }

    private static string Truncate(string text) => text.Length > 600 ? text[..600] + "…" : text;

    private static int ReadSetting(string name, int defaultValue) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : defaultValue;
}
