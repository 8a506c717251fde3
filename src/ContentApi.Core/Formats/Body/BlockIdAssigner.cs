using System.Security.Cryptography;
using System.Text;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Assigns ids to sections and blocks. A block that continues a block of the previous version keeps that block's id: equal texts are
/// matched first, then the most similar texts between these matches. Any other block gets an id derived from its text, independent of its
/// neighbors.
/// </summary>
internal static class BlockIdAssigner
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32

    /// <summary>Maximum number of previous texts that a changed text is compared with.</summary>
    private const int MaxComparisons = 24;


    public static IReadOnlyList<Section> Assign(IReadOnlyList<Section> sections, IReadOnlyList<Section>? previous = null, CancellationToken cancellationToken = default)
    {
        previous ??= [];
        var blocks = Flatten(sections.SelectMany(section => section.Blocks)).ToList();
        var previousBlocks = Flatten(previous.SelectMany(section => section.Blocks)).ToList();
        var blockIds = AssignIds(
            'b',
            blocks.ConvertAll(GetKey),
            previousBlocks.ConvertAll(GetKey),
            previousBlocks.ConvertAll(block => block.Id),
            cancellationToken);
        var sectionIds = AssignIds(
            's',
            sections.Select(GetKey).ToList(),
            previous.Select(GetKey).ToList(),
            previous.Select(section => section.Id).ToList(),
            cancellationToken);

        var nextBlock = 0;
        return sections
            .Select((section, index) => section with
            {
                Id = sectionIds[index],
                Blocks = WithIds(section.Blocks),
            })
            .ToList();

        // Visits the blocks in the order of Flatten.
        List<Block> WithIds(IReadOnlyList<Block> source) => source.Select(block =>
        {
            var id = blockIds[nextBlock++];
            return block with
            {
                Id = id,
                Items = block.Items.Count == 0 ? [] : block.Items.Select(item => item.Children.Count == 0 ? item : item with { Children = WithIds(item.Children) }).ToList(),
                Notes = block.Notes.Count == 0 ? [] : block.Notes.Select(note => note with { Blocks = WithIds(note.Blocks) }).ToList(),
            };
        }).ToList();
    }

    /// <summary>Returns blocks in reading order, each followed by the blocks inside it.</summary>
    private static IEnumerable<Block> Flatten(IEnumerable<Block> blocks) => blocks.SelectMany(block =>
        Flatten(block.Items.SelectMany(item => item.Children).Concat(block.Notes.SelectMany(note => note.Blocks))).Prepend(block));

    /// <summary>
    /// Returns, for each current text, the index of the previous text that it continues, or null. Matches equal texts first, then the most
    /// similar texts between these matches.
    /// </summary>
    public static IReadOnlyList<int?> Align(IReadOnlyList<string> previous, IReadOnlyList<string> current, CancellationToken cancellationToken = default)
    {
        var matches = new int?[current.Count];
        var isMatched = new bool[previous.Count];
        var indexesByText = previous.Select((text, index) => (text, index)).GroupBy(entry => entry.text, entry => entry.index, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<int>(group), StringComparer.Ordinal);
        for (var i = 0; i < current.Count; i++)
        {
            if (indexesByText.TryGetValue(current[i], out var equalTexts) && equalTexts.TryDequeue(out var match))
            {
                matches[i] = match;
                isMatched[match] = true;
            }
        }

        // Precomputes the next match to the right of each text. The loop below tracks the previous match.
        var nextMatches = new int[current.Count];
        var (next, changedCharacters) = (previous.Count, 0);
        for (var i = current.Count - 1; i >= 0; i--)
        {
            nextMatches[i] = next;
            next = matches[i] ?? next;
            changedCharacters += matches[i] is null ? current[i].Length : 0;
        }

        var similarity = new TextSimilarity(changedCharacters);
        var searchStart = 0;
        for (var i = 0; i < current.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (matches[i] is null && FindMostSimilar(i, searchStart, nextMatches[i]) is { } similar)
            {
                matches[i] = similar;
                isMatched[similar] = true;
            }

            searchStart = matches[i] + 1 ?? searchStart;
        }

        return matches;

        // Finds the most similar unmatched text between the matches of the surrounding texts.
        int? FindMostSimilar(int i, int start, int end)
        {
            (int? Index, double Score) best = (null, 0);
            for (var k = start; k < Math.Min(end, start + MaxComparisons); k++)
            {
                var score = isMatched[k] ? 0 : similarity.Compute(previous[k], current[i]);
                if (score >= TextSimilarity.ContinuationThreshold && score > best.Score)
                {
                    best = (k, score);
                }
            }

            return best.Index;
        }
    }

    private static List<string> AssignIds(char prefix, List<string> keys, List<string> previousKeys, List<string> previousIds, CancellationToken cancellationToken)
    {
        var matches = Align(previousKeys, keys, cancellationToken);
        var usedIds = matches.OfType<int>().Select(match => previousIds[match]).ToHashSet(StringComparer.Ordinal);
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new List<string>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (matches[i] is { } match)
            {
                ids.Add(previousIds[match]);
                continue;
            }

            // The occurrence number distinguishes repeated texts. Incrementing it skips an id that another block keeps.
            string id;
            do
            {
                var occurrence = occurrences[keys[i]] = occurrences.GetValueOrDefault(keys[i]) + 1;
                id = prefix + ComputeDigest($"{occurrence} {keys[i]}");
            }
            while (!usedIds.Add(id));

            ids.Add(id);
        }

        return ids;
    }

    private static string GetKey(Block block) => $"{block.Type} {block.Level} {PlainTextWriter.Render(block)} {block.Image?.Url}";

    private static string GetKey(Section section) => SectionHeading.Join(section.Label, section.Title);

    /// <summary>
    /// Returns a digest of 35 bits. The ids of 1,000 blocks are distinct with a probability of 0.99999; <see cref="AssignIds"/> resolves
    /// collisions.
    /// </summary>
    private static string ComputeDigest(string text)
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
