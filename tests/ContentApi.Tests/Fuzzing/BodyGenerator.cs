using System.Text;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Generates valid and corrupted request bodies.</summary>
internal sealed class BodyGenerator(ChoiceSource choices, ValueGenerator values, OpenApiContract contract)
{
    private static readonly string[] Documents = ["# A title\n\nText.", "---\ntitle: A\n---\nB", "---\ntitle: [\n---\n", "+++\ntitle = 1\n+++\nx", "", "\n\n", "A Title\n\nlei-jun\n\nAct I: Why\n\nText.\n\nKey Takeaways\n• One: two\n", "\ufeff# T\n\nx", "---\npublishedAt: 99999-01-01\ntitle: x\n---\n"];

    public byte[] Generate(string mediaType, string location)
    {
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
        {
            return choices.OneIn(8) ? CorruptBytes(Encoding.UTF8.GetBytes(choices.Pick(Documents))) : Encoding.UTF8.GetBytes(choices.OneIn(2) ? choices.Pick(Documents) : $"# {values.Text()}\n\n{values.Text()}");
        }

        var schema = contract.Schema(mediaType == "application/merge-patch+json" ? DraftLocation() : location);
        var body = values.Valid(schema, "body", 0);
        if (body is JsonObject document && mediaType == "application/merge-patch+json" && !choices.OneIn(4))
        {
            foreach (var name in document.Select(member => member.Key).Where(_ => choices.OneIn(2)).ToList())
            {
                document.Remove(name);
            }
        }

        if (choices.OneIn(3))
        {
            CorruptMember(body);
        }

        var text = body?.ToJsonString() ?? "null";
        return choices.Below(14) switch
        {
            13 => Encoding.UTF8.GetBytes(CorruptJson(text)),
            12 => CorruptBytes(Encoding.UTF8.GetBytes(text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private string DraftLocation() => contract.Operations.Single(operation => operation.Id == "saveDraft").Bodies.First().Value;

    /// <summary>Changes one member anywhere in the document: adds it, or sets it to null or to a value of another type.</summary>
    private void CorruptMember(JsonNode? node)
    {
        if (node is not JsonObject { Count: > 0 } members)
        {
            return;
        }

        var name = choices.Pick(members.Select(member => member.Key).ToList());
        if (choices.OneIn(3) && members[name] is JsonObject inner)
        {
            CorruptMember(inner);
            return;
        }

        if (choices.OneIn(3) && members[name] is JsonArray { Count: > 0 } list && list[0] is JsonObject first)
        {
            CorruptMember(first);
            return;
        }

        members[choices.OneIn(5) ? values.Text() : name] = choices.Below(9) switch
        {
            0 => null,
            1 => JsonValue.Create(choices.Between(long.MinValue, long.MaxValue)),
            2 => JsonValue.Create(true),
            3 => new JsonObject { [values.Text()] = 1 },
            4 => new JsonArray(1, "a", null, new JsonObject()),
            5 => JsonValue.Create(new string('x', choices.Below(40_000))),
            6 => JsonValue.Create("a\u0000b"),
            7 => JsonNode.Parse("1e400"),
            _ => JsonValue.Create(values.Text()),
        };
    }

    /// <summary>Returns a variant of a JSON text that is invalid or that parsers may treat differently.</summary>
    private string CorruptJson(string text) => choices.Below(12) switch
    {
        0 => text[..choices.Below(text.Length)],
        1 => text + text,
        2 => new string('[', choices.Below(5000)),
        3 => string.Concat(Enumerable.Repeat("{\"title\":", choices.Below(300))),
        4 => text.Replace("}", ",}", StringComparison.Ordinal),
        5 => text.Replace("{", "{\"title\":\"a\",\"title\":\"b\",", StringComparison.Ordinal),
        6 => text.Replace("\":\"", "\":\"\\ud800", StringComparison.Ordinal),
        7 => text.Replace("\":\"", "\":\"\\u0000", StringComparison.Ordinal),
        8 => text.Replace('"', '\''),
        9 => "/* c */" + text,
        10 => "",
        _ => "\ufeff" + text,
    };

    /// <summary>Replaces up to three bytes.</summary>
    private byte[] CorruptBytes(byte[] bytes)
    {
        for (var remaining = bytes.Length == 0 ? 0 : 1 + choices.Below(3); remaining > 0; remaining--)
        {
            bytes[choices.Below(bytes.Length)] = (byte)choices.Below(256);
        }

        return bytes;
    }
}
