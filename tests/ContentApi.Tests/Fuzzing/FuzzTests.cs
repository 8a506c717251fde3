using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Access;
using ContentApi.Tests.Stories;
using ContentApi.Tests.Truth;

namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// Requests made from the contract's schemas, good and bad, by chance: none is answered against the contract, with a fault of ours, or with
/// words that are not for callers. `FUZZ_SEED` brings a run back, `FUZZ_CALLS` makes it longer.
/// </summary>
public sealed class FuzzTests(SampleContent api, ITestOutputHelper output) : IClassFixture<SampleContent>
{
    private const int Shown = 20;

    private static readonly string[] NotForCallers = ["Exception", "   at ", "Npgsql", "PostgreSQL", "syntax error", "System.", "ContentApi."];

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_in_the_contract()
    {
        var seed = Setting("FUZZ_SEED", Random.Shared.Next());
        var calls = Setting("FUZZ_CALLS", 2_000);

        var chance = new Chance(seed);
        var values = new Values(chance, WrittenContract.Committed);
        using var http = CheckedHandler.Client(api.Http.BaseAddress, counts: false);
        http.Timeout = TimeSpan.FromSeconds(20);
        Dictionary<string, string> faults = new(StringComparer.Ordinal);
        SortedDictionary<int, int> statuses = [];
        var maker = new Calls(chance, values, []);
        for (var call = 0; call < calls; call++)
        {
            if (call % 500 == 0)
            {
                maker = new Calls(chance, values, await Keys()); // it may have revoked them
            }

            var (operation, request) = maker.Next();
            using (request)
            {
                var fault = await Fault(http, request, Calls.Noun(operation), values, statuses);
                if (fault is not null)
                {
                    faults.TryAdd($"{operation.Id} {Kind(fault)}", $"call {call}: {Describe(request)}\n    {fault.ReplaceLineEndings("\n    ")}");
                }
            }
        }

        output.Tell($"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {faults.Count} faults; answers by status: {string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}"))}");
        Assert.True(faults.Count == 0, $"FUZZ_SEED={seed} FUZZ_CALLS={calls}: {faults.Count} faults\n  {string.Join("\n  ", faults.Values.Take(Shown))}");
    }

    private static async Task<string?> Fault(HttpClient http, HttpRequestMessage request, string noun, Values values, SortedDictionary<int, int> statuses)
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
                values.Learn("ETag", tag.Tag);
            }

            if (response.Content.Headers is { ContentType.MediaType: "application/json", ContentEncoding.Count: 0 } && text.Length > 0)
            {
                values.Learn(JsonNode.Parse(text), noun);
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

    /// <summary>Faults of one sort are shown once: by their words, not by the values in them.</summary>
    private static string Kind(string fault) => new(fault.Where(c => !char.IsDigit(c)).Skip(fault.IndexOf("against", StringComparison.Ordinal) is var at and > 0 ? at : 0).Take(120).ToArray());

    private static string Describe(HttpRequestMessage request)
    {
        var headers = string.Concat(request.Headers.Where(header => header.Key != "Authorization").Select(header => $" -H '{header.Key}: {string.Join(", ", header.Value)[..Math.Min(60, string.Join(", ", header.Value).Length)]}'"));
        var body = request.Content is null ? "" : $" {request.Content.Headers.ContentType}: {JsonSerializer.Serialize(Start(System.Text.Encoding.UTF8.GetString(request.Content.ReadAsByteArrayAsync().Result)))}";
        return $"{request.Method} {Start(request.RequestUri!.ToString())}{headers}{body}";
    }

    private static string Start(string text) => text.Length > 600 ? text[..600] + "…" : text;

    private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
