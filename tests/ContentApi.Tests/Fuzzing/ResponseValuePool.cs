using System.Text.Json.Nodes;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Collects the string values of responses by member name, the last fifty of each.</summary>
internal sealed class ResponseValuePool
{
    private const int MaxValuesPerName = 50;
    private const int MaxDepth = 6;

    private readonly Dictionary<string, List<string>> valuesByName = new(StringComparer.Ordinal);
    private int added;

    public IReadOnlyList<string> this[string name] => valuesByName.GetValueOrDefault(name) ?? [];

    /// <summary>Adds the strings of a response, by member name, and by resource and member name.</summary>
    /// <param name="node">The response or a part of it.</param>
    /// <param name="resource">The resource that was requested: the slugs of founders are not the slugs of stories.</param>
    /// <param name="depth">The nesting depth in the response.</param>
    public void Add(JsonNode? node, string resource, int depth = 0)
    {
        switch (node)
        {
            case JsonArray list when depth < MaxDepth:
                foreach (var item in list.Take(3))
                {
                    Add(item, resource, depth + 1);
                }

                break;
            case JsonObject members when depth < MaxDepth:
                foreach (var (name, member) in members)
                {
                    if (member is JsonValue text && text.TryGetValue<string>(out var value) && value.Length is > 0 and < 300)
                    {
                        Add(name, value);
                        Add($"{resource} {name}", value);
                    }

                    Add(member, resource, depth + 1);
                }

                break;
        }
    }

    public void Add(string name, string value)
    {
        var values = valuesByName.TryGetValue(name, out var existing) ? existing : valuesByName[name] = [];
        if (values.Count < MaxValuesPerName)
        {
            values.Add(value);
        }
        else
        {
            values[added++ % MaxValuesPerName] = value;
        }
    }
}
