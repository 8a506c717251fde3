using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContentApi.Web.Validation;

/// <summary>Applies a JSON Merge Patch (RFC 7396): merges objects by member; null removes a member, any other value replaces it.</summary>
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
        var patchMembers = members.ToArray();
        members.Clear(); // detaches the nodes, which can have only one parent; copying at each level would be quadratic in depth
        foreach (var (name, value) in patchMembers)
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
