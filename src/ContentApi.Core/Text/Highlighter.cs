using System.Buffers;
using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Finds the passages that match a query and marks the matching words.</summary>
internal sealed class Highlighter(SearchQuery query)
{
    public const string Mark = "highlight";

    private const int Most = 3;
    private const int Before = 60;
    private const int Length = 240;

    private readonly IReadOnlySet<string> stems = query.Stems;
    private readonly SearchValues<char> initials = SearchValues.Create(query.Stems.Select(stem => stem[0]).ToArray());
    private readonly TermPrefilter glance = new(query.Stems);
    private readonly Dictionary<string, bool> met = new(StringComparer.Ordinal);

    /// <param name="card">The story.</param>
    /// <param name="sections">The stored body as JSON; only blocks that may contain a match are parsed.</param>
    public IReadOnlyList<Highlight> Of(Card card, ReadOnlySpan<byte> sections)
    {
        List<Highlight> found = [.. Of(("title", card.Title), ("dek", card.Dek))];
        var reader = new Utf8JsonReader(sections);
        while (found.Count < Most && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("blocks"u8))
            {
                continue;
            }

            for (reader.Read(); found.Count < Most && reader.Read() && reader.TokenType == JsonTokenType.StartObject;)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var block = sections[start..(int)reader.BytesConsumed];
                if (glance.MayHave(block) && JsonSerializer.Deserialize(block, StoryBodyJson.Relaxed.Block) is { } parsed && Of("body", parsed.Id, Text(parsed)) is { } highlight)
                {
                    found.Add(highlight);
                }
            }
        }

        return found;
    }

    public IReadOnlyList<Highlight> Of(Takeaway takeaway) => Of(("statement", takeaway.Statement), ("explanation", takeaway.Explanation));

    public IReadOnlyList<Highlight> Of(Founder founder) => Of(("name", founder.Name), ("bio", founder.Bio));

    private List<Highlight> Of(params (string Field, string? Text)[] fields) => fields.Select(field => Of(field.Field, null, field.Text)).OfType<Highlight>().ToList();

    private Highlight? Of(string field, string? block, string? text)
    {
        var words = text is null ? [] : Tokenizer.Tokenize(text, initials).Where(word => IsWanted(word.Text)).ToList();
        if (words.Count == 0)
        {
            return null;
        }

        var start = Start(text!, words[0].Start);
        var end = End(text!, start);
        List<Span> spans = [];
        var at = start;
        foreach (var word in words.Where(word => word.Start >= start && word.Start + word.Length <= end))
        {
            var from = Math.Max(word.Start, at); // bigrams of scripts without spaces overlap
            Add(text![at..from], []);
            Add(text[from..(word.Start + word.Length)], [Mark]);
            at = word.Start + word.Length;
        }

        Add(text![at..end] + (end < text!.Length ? "…" : ""), []);
        return new() { Field = field, BlockId = block, Spans = spans };

        void Add(string part, string[] marks)
        {
            part = spans.Count == 0 && start > 0 && marks.Length == 0 ? "…" + part : part;
            if (part.Length == 0)
            {
                return;
            }

            if (spans.Count > 0 && spans[^1].Marks.Count == marks.Length)
            {
                spans[^1] = spans[^1] with { Text = spans[^1].Text + part };
            }
            else
            {
                spans.Add(new() { Text = part, Marks = marks, Href = null });
            }
        }
    }

    /// <summary>Returns whether a word matches. Results are cached: words repeat within a story, and stemming dominates the cost.</summary>
    private bool IsWanted(string word) => met.TryGetValue(word, out var known) ? known : met[word] = Matches(word);

    /// <summary>
    /// Compares English words by their stems. Words of other languages match if they begin alike and their lengths differ by at most 2.
    /// </summary>
    private bool Matches(string word)
    {
        var stem = PorterStemmer.Stem(word);
        return stems.Contains(stem)
            || (stem.Length >= 5 && stems.Any(wanted => wanted.Length >= 4 && Math.Abs(wanted.Length - stem.Length) <= 2
                && string.CompareOrdinal(wanted, 0, stem, 0, Math.Max(4, Math.Min(wanted.Length, stem.Length) - 1)) == 0));
    }

    private static int Start(string text, int match)
    {
        if (match <= Before)
        {
            return 0;
        }

        var space = text.IndexOf(' ', match - Before);
        var start = space >= 0 && space < match ? space + 1 : match;
        return start > 0 && char.IsLowSurrogate(text[start]) ? start - 1 : start;
    }

    private static int End(string text, int start)
    {
        if (start + Length >= text.Length)
        {
            return text.Length;
        }

        var space = text.LastIndexOf(' ', start + Length, Length / 2);
        var end = space > 0 ? space : start + Length;
        return char.IsLowSurrogate(text[end]) ? end - 1 : end;
    }

    private static string? Text(Block block) => block.Type switch
    {
        BlockType.List => string.Join('\n', block.Items!.Select(item => string.Concat(item.Select(span => span.Text)))),
        BlockType.Code => block.Text,
        BlockType.Image => block.Image?.Caption ?? block.Image?.Alt,
        _ => block.Spans is null ? null : string.Concat(block.Spans.Select(span => span.Text)),
    };
}
