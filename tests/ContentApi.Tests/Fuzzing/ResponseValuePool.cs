using System.Text.Json.Nodes;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Collects the string values of responses by member name, the last fifty of each.</summary>
internal sealed class ResponseValuePool
{
    private const int Kept = 50;
    private const int Deepest = 6;

    private readonly Dictionary<string, List<string>> words = new(StringComparer.Ordinal);
    private int learned;

    public IReadOnlyList<string> this[string name] => words.GetValueOrDefault(name) ?? [];

    /// <param name="answer">The response or a part of it.</param>
    /// <param name="noun">The resource that was requested: a founder's slug is not a story's.</param>
    /// <param name="depth">The nesting depth in the response.</param>
    public void Learn(JsonNode? answer, string noun, int depth = 0)
    {
        switch (answer)
        {
            case JsonArray list when depth < Deepest:
                foreach (var item in list.Take(3))
                {
                    Learn(item, noun, depth + 1);
                }

                break;
            case JsonObject members when depth < Deepest:
                foreach (var (name, value) in members)
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var word) && word.Length is > 0 and < 300)
                    {
                        Learn(name, word);
                        Learn($"{noun} {name}", word);
                    }

                    Learn(value, noun, depth + 1);
                }

                break;
        }
    }

    public void Learn(string name, string word)
    {
        var known = words.TryGetValue(name, out var some) ? some : words[name] = [];
        if (known.Count < Kept)
        {
            known.Add(word);
        }
        else
        {
            known[learned++ % Kept] = word;
        }
    }
}
