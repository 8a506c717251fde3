using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Web.Validation;

/// <summary>JSON Merge Patch (RFC 7396): objects are merged member by member, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static JsonElement Apply(JsonElement target, JsonElement patch) =>
        JsonSerializer.SerializeToElement(Merge(JsonNode.Parse(target.GetRawText()), JsonNode.Parse(patch.GetRawText())));

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
        {
            return patch;
        }

        var result = target as JsonObject ?? [];
        var given = members.ToArray();
        members.Clear(); // a node has one parent; copying each level would copy what is deep once for each
        foreach (var (name, value) in given)
        {
            var before = result[name];
            var merged = value is null ? null : Merge(before, value);
            if (merged is null)
            {
                result.Remove(name);
            }
            else if (merged != before)
            {
                result[name] = merged;
            }
        }

        return result;
    }
}
