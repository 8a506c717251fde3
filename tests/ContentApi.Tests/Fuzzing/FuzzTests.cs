using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Tests.ContractConformance;
using FsCheck;
using FsCheck.Fluent;

namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// Sends random valid and invalid requests that are generated from the contract's schemas. No response may violate the contract, be a 5xx,
/// or reveal internals. `FUZZ_SEED` repeats a run, `FUZZ_CALLS` sets its length; a failing request is shrunk.
/// </summary>
public sealed class FuzzTests(SampleContent api, ITestOutputHelper output) : IClassFixture<SampleContent>
{
    private const int ChoicesPerCall = 1000;
    private const int CallsPerKeys = 500;

    /// <summary>The second parameter of the generator, after the seed (SplitMix, Steele et al. 2014).</summary>
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    private static readonly string[] NotForCallers = ["Exception", "   at ", "Npgsql", "PostgreSQL", "syntax error", "System.", "ContentApi."];

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_in_the_contract()
    {
        var seed = Setting("FUZZ_SEED", Random.Shared.Next());
        var calls = Setting("FUZZ_CALLS", 2_000);
        using var http = CheckedHandler.Client(api.Http.BaseAddress, counts: false);
        http.Timeout = TimeSpan.FromSeconds(20);
        var told = new ResponseValuePool();
        SortedDictionary<int, int> statuses = [];
        var (asked, keys, fault) = (0, Array.Empty<string>(), (string?)null);
        var property = Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1).ArrayOf(ChoicesPerCall), Plainer), async choices =>
        {
            keys = asked++ % CallsPerKeys == 0 ? await Keys() : keys; // earlier requests may have revoked the keys
            var chance = new ChoiceSource(choices);
            var (operation, request) = new Calls(chance, new(chance, WrittenContract.Committed, told), keys).Next();
            using (request)
            {
                var found = await Fault(http, request, Calls.Noun(operation), told, statuses);
                fault = found is null ? fault : $"{Describe(request)}\n    {found.ReplaceLineEndings("\n    ")}";
                return found is null;
            }
        });

        try
        {
            await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(calls).WithReplay((ulong)seed, Gamma), property)); // the check blocks until the requests complete
        }
        catch (Exception) when (fault is not null)
        {
            // The last failing request is the simplest that shrinking found; it is reported below.
        }

        output.Tell($"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {(fault is null ? 0 : 1)} faults; answers by status: {string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}"))}");
        Assert.True(fault is null, $"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {fault}");
    }

    /// <summary>Returns simpler sequences: with fewer choices, then with one choice set to 0.</summary>
    private static IEnumerable<int[]> Plainer(int[] choices)
    {
        for (var fewer = choices.Length; fewer > 0; fewer /= 2)
        {
            yield return choices[..^fewer];
        }

        foreach (var (i, choice) in choices.Index().Where(choice => choice.Item != 0))
        {
            yield return [.. choices[..i], 0, .. choices[(i + 1)..]];
        }
    }

    private static async Task<string?> Fault(HttpClient http, HttpRequestMessage request, string noun, ResponseValuePool told, SortedDictionary<int, int> statuses)
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
                return Array.Find(NotForCallers, word => JsonNode.Parse(text.Length == 0 ? "{}" : text)?["detail"]?.ToString().Contains(word, StringComparison.Ordinal) == true) is { } leaked ? $"'{leaked}' is told: {text}" : null;
            }

            if (response.Headers.ETag is { } tag)
            {
                told.Learn("ETag", tag.Tag);
            }

            if (response.Content.Headers is { ContentType.MediaType: "application/json", ContentEncoding.Count: 0 } && text.Length > 0)
            {
                told.Learn(JsonNode.Parse(text), noun);
            }

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.Message;
        }
    }

    private async Task<string[]> Keys()
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
        var body = request.Content is null ? "" : $" {request.Content.Headers.ContentType}: {JsonSerializer.Serialize(Start(System.Text.Encoding.UTF8.GetString(request.Content.ReadAsByteArrayAsync().Result)))}";
        return $"{request.Method} {Start(request.RequestUri!.ToString())}{headers}{body}";
    }

    private static string Start(string text) => text.Length > 600 ? text[..600] + "…" : text;

    private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
