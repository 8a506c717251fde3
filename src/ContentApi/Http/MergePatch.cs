using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Http;

/// <summary>JSON Merge Patch (RFC 7396): objects are merged member by member, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static JsonElement Apply(JsonElement target, JsonElement patch) =>
        JsonSerializer.SerializeToElement(Merge(JsonNode.Parse(target.GetRawText()), JsonNode.Parse(patch.GetRawText())));

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], value)?.DeepClone();
            }
        }

        return result;
    }
}
