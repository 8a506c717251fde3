using System.Security.Cryptography;
using System.Text;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Assigns ids to sections and blocks. A new id is derived from the text, so that it does not depend on the surrounding blocks. A block
/// that continues one of the previous version keeps its id: equal text first, then the most similar text at the same place.
/// </summary>
internal static class BlockIdentity
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32
    private const int Neighbourhood = 24;

    public static IReadOnlyList<Section> Assign(IReadOnlyList<Section> sections, IReadOnlyList<Section>? previous = null, CancellationToken cancellationToken = default)
    {
        previous ??= [];
        var blocks = sections.SelectMany(section => section.Blocks).ToList();
        var before = previous.SelectMany(section => section.Blocks).ToList();
        var blockIds = Ids('b', blocks.ConvertAll(Key), before.ConvertAll(Key), before.ConvertAll(block => block.Id), cancellationToken);
        var sectionIds = Ids('s', sections.Select(Key).ToList(), previous.Select(Key).ToList(), previous.Select(section => section.Id).ToList(), cancellationToken);

        var next = 0;
        return sections
            .Select((section, index) => section with
            {
                Id = sectionIds[index],
                Blocks = section.Blocks.Select(block => block with { Id = blockIds[next++] }).ToList(),
            })
            .ToList();
    }

    /// <summary>
    /// Returns, for each current text, the index of the previous text that it continues, or null. Matches equal texts first, then similar
    /// neighbours.
    /// </summary>
    public static IReadOnlyList<int?> Align(IReadOnlyList<string> previous, IReadOnlyList<string> current, CancellationToken cancellationToken = default)
    {
        var continued = new int?[current.Count];
        var taken = new bool[previous.Count];
        var places = previous.Select((text, index) => (text, index)).GroupBy(place => place.text, place => place.index, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<int>(group), StringComparer.Ordinal);
        for (var i = 0; i < current.Count; i++)
        {
            if (places.TryGetValue(current[i], out var same) && same.TryDequeue(out var place))
            {
                continued[i] = place;
                taken[place] = true;
            }
        }

        // Precomputes the nearest matched position to the right. The nearest one to the left is tracked in the loop below.
        var right = new int[current.Count];
        var (next, changed) = (previous.Count, 0);
        for (var i = current.Count - 1; i >= 0; i--)
        {
            right[i] = next;
            next = continued[i] ?? next;
            changed += continued[i] is null ? current[i].Length : 0;
        }

        var similarity = new TextSimilarity(changed);
        var from = 0;
        for (var i = 0; i < current.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (continued[i] is null && Nearest(i, from, right[i]) is { } near)
            {
                continued[i] = near;
                taken[near] = true;
            }

            from = continued[i] + 1 ?? from;
        }

        return continued;

        // Finds the most similar unmatched text between the positions of the matched neighbours.
        int? Nearest(int i, int start, int end)
        {
            (int? place, double similarity) best = (null, 0);
            for (var k = start; k < Math.Min(end, start + Neighbourhood); k++)
            {
                if (!taken[k] && similarity.Of(previous[k], current[i]) is var found && found >= TextSimilarity.Enough && found > best.similarity)
                {
                    best = (k, found);
                }
            }

            return best.place;
        }
    }

    private static List<string> Ids(char kind, List<string> keys, List<string> previousKeys, List<string> previousIds, CancellationToken cancellationToken)
    {
        var continued = Align(previousKeys, keys, cancellationToken);
        var used = continued.OfType<int>().Select(place => previousIds[place]).ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new List<string>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (continued[i] is { } place)
            {
                ids.Add(previousIds[place]);
                continue;
            }

            // The occurrence number distinguishes repeated texts. Incrementing it skips an id that another block keeps.
            string id;
            do
            {
                var occurrence = seen[keys[i]] = seen.GetValueOrDefault(keys[i]) + 1;
                id = kind + Digest($"{occurrence} {keys[i]}");
            }
            while (!used.Add(id));

            ids.Add(id);
        }

        return ids;
    }

    private static string Key(Block block) => $"{block.Type} {block.Level} {PlainTextWriter.Render(block)} {block.Image?.Url}";

    private static string Key(Section section) => SectionHeading.Join(section.Label, section.Title);

    /// <summary>
    /// Returns a digest of 35 bits. The ids of 1,000 blocks are distinct with a probability of 0.99999; the loop above resolves collisions.
    /// </summary>
    private static string Digest(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        Span<char> digits = stackalloc char[7];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = Alphabet[hash[i] & 31];
        }

        return new string(digits);
    }
}
