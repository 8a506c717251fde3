using System.Text;
using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Generates request bodies: valid ones, and valid ones with damage.</summary>
internal sealed class Bodies(ChoiceSource chance, Values values, WrittenContract contract)
{
    private static readonly string[] Texts = ["# A title\n\nText.", "---\ntitle: A\n---\nB", "---\ntitle: [\n---\n", "+++\ntitle = 1\n+++\nx", "", "\n\n", "A Title\n\nlei-jun\n\nAct I: Why\n\nText.\n\nKey Takeaways\n• One: two\n", "\ufeff# T\n\nx", "---\npublishedAt: 99999-01-01\ntitle: x\n---\n"];

    public byte[] Of(string mediaType, string location)
    {
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
        {
            return chance.OneIn(8) ? Damaged(Encoding.UTF8.GetBytes(chance.Of(Texts))) : Encoding.UTF8.GetBytes(chance.OneIn(2) ? chance.Of(Texts) : $"# {values.Text()}\n\n{values.Text()}");
        }

        var schema = contract.Schema(mediaType == "application/merge-patch+json" ? DraftLocation() : location);
        var body = values.Valid(schema, "body", 0);
        if (body is JsonObject document && mediaType == "application/merge-patch+json" && !chance.OneIn(4))
        {
            foreach (var name in document.Select(member => member.Key).Where(_ => chance.OneIn(2)).ToList())
            {
                document.Remove(name);
            }
        }

        if (chance.OneIn(3))
        {
            Damage(body);
        }

        var text = body?.ToJsonString() ?? "null";
        return chance.Below(14) switch
        {
            13 => Encoding.UTF8.GetBytes(Broken(text)),
            12 => Damaged(Encoding.UTF8.GetBytes(text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private string DraftLocation() => contract.Operations.Single(operation => operation.Id == "saveDraft").Bodies.First().Value;

    /// <summary>Changes one member somewhere in the document: adds it, or sets it to null or a value of another type.</summary>
    private void Damage(JsonNode? node)
    {
        if (node is not JsonObject { Count: > 0 } members)
        {
            return;
        }

        var name = chance.Of(members.Select(member => member.Key).ToList());
        if (chance.OneIn(3) && members[name] is JsonObject inner)
        {
            Damage(inner);
            return;
        }

        if (chance.OneIn(3) && members[name] is JsonArray { Count: > 0 } list && list[0] is JsonObject first)
        {
            Damage(first);
            return;
        }

        members[chance.OneIn(5) ? values.Text() : name] = chance.Below(9) switch
        {
            0 => null,
            1 => JsonValue.Create(chance.Between(long.MinValue, long.MaxValue)),
            2 => JsonValue.Create(true),
            3 => new JsonObject { [values.Text()] = 1 },
            4 => new JsonArray(1, "a", null, new JsonObject()),
            5 => JsonValue.Create(new string('x', chance.Below(40_000))),
            6 => JsonValue.Create("a\u0000b"),
            7 => JsonNode.Parse("1e400"),
            _ => JsonValue.Create(values.Text()),
        };
    }

    private string Broken(string text) => chance.Below(12) switch
    {
        0 => text[..chance.Below(text.Length)],
        1 => text + text,
        2 => new string('[', chance.Below(5000)),
        3 => string.Concat(Enumerable.Repeat("{\"title\":", chance.Below(300))),
        4 => text.Replace("}", ",}", StringComparison.Ordinal),
        5 => text.Replace("{", "{\"title\":\"a\",\"title\":\"b\",", StringComparison.Ordinal),
        6 => text.Replace("\":\"", "\":\"\\ud800", StringComparison.Ordinal),
        7 => text.Replace("\":\"", "\":\"\\u0000", StringComparison.Ordinal),
        8 => text.Replace('"', '\''),
        9 => "/* c */" + text,
        10 => "",
        _ => "\ufeff" + text,
    };

    private byte[] Damaged(byte[] bytes)
    {
        for (var times = bytes.Length == 0 ? 0 : 1 + chance.Below(3); times > 0; times--)
        {
            bytes[chance.Below(bytes.Length)] = (byte)chance.Below(256);
        }

        return bytes;
    }
}
