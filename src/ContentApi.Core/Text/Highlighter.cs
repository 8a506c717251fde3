using System.Buffers;
using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Finds the passages that match a query and marks the matching words.</summary>
internal sealed class Highlighter(SearchQuery query)
{
    private const int MaxHighlights = 3;
    private const int MaxLeadingContext = 60;
    private const int MaxPassageLength = 240;

    private readonly IReadOnlySet<string> stems = query.Stems;
    private readonly SearchValues<char> initials = SearchValues.Create(query.Stems.Select(stem => stem[0]).ToArray());
    private readonly TermPrefilter prefilter = new(query.Stems);
    private readonly Dictionary<string, bool> matchCache = new(StringComparer.Ordinal);

    /// <summary>Returns the first passages of a story that match: from its title and dek, then from its body.</summary>
    /// <param name="card">The story.</param>
    /// <param name="sections">The stored body as JSON; only blocks that may contain a match are parsed.</param>
    public IReadOnlyList<Highlight> Find(Card card, ReadOnlySpan<byte> sections)
    {
        List<Highlight> highlights = [.. FindInFields((HighlightField.Title, card.Title), (HighlightField.Dek, card.Dek))];
        var reader = new Utf8JsonReader(sections);
        while (highlights.Count < MaxHighlights && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("blocks"u8))
            {
                continue;
            }

            for (reader.Read(); highlights.Count < MaxHighlights && reader.Read() && reader.TokenType == JsonTokenType.StartObject;)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var block = sections[start..(int)reader.BytesConsumed];
                if (prefilter.MayContain(block)
                    && JsonSerializer.Deserialize(block, StoryBodyJsonContext.Relaxed.Block) is { } parsed
                    && FindInText(HighlightField.Body, parsed.Id, string.Join('\n', BlockText.Enumerate(parsed))) is { } highlight)
                {
                    highlights.Add(highlight);
                }
            }
        }

        return highlights;
    }

    public IReadOnlyList<Highlight> Find(Takeaway takeaway) => FindInFields((HighlightField.Statement, takeaway.Statement), (HighlightField.Explanation, takeaway.Explanation));

    public IReadOnlyList<Highlight> Find(Founder founder) => FindInFields((HighlightField.Name, founder.Name), (HighlightField.Bio, founder.Bio));

    private List<Highlight> FindInFields(params (string Name, string? Text)[] fields) =>
        fields.Select(field => FindInText(field.Name, blockId: null, field.Text)).OfType<Highlight>().ToList();

    private Highlight? FindInText(string field, string? blockId, string? text)
    {
        var matchingWords = text is null ? [] : Tokenizer.Tokenize(text, initials).Where(word => IsMatch(word.Text)).ToList();
        if (matchingWords.Count == 0)
        {
            return null;
        }

        var start = FindPassageStart(text!, matchingWords[0].Start);
        var end = FindPassageEnd(text!, start);
        List<Span> spans = [];
        var position = start;
        foreach (var word in matchingWords.Where(word => word.Start >= start && word.Start + word.Length <= end))
        {
            var wordStart = Math.Max(word.Start, position); // bigrams of scripts without spaces overlap
            AddSpan(text![position..wordStart], []);
            AddSpan(text[wordStart..(word.Start + word.Length)], [Mark.Highlight]);
            position = word.Start + word.Length;
        }

        AddSpan(text![position..end] + (end < text!.Length ? "…" : ""), []);
        return new() { Field = field, BlockId = blockId, Spans = spans };

        void AddSpan(string part, string[] marks)
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

    /// <summary>Returns whether a word matches. Caches the results: words repeat within a story, and stemming dominates the cost.</summary>
    private bool IsMatch(string word) => matchCache.TryGetValue(word, out var cached) ? cached : matchCache[word] = MatchesStem(word);

    /// <summary>
    /// Returns whether a word has the stem of a query word. A stem of at least five letters also matches a query stem with the same
    /// beginning that is at most two letters longer or shorter, because the stemmer leaves words of other languages unchanged.
    /// </summary>
    private bool MatchesStem(string word)
    {
        var stem = PorterStemmer.Stem(word);
        return stems.Contains(stem)
            || (stem.Length >= 5 && stems.Any(queryStem => queryStem.Length >= 4 && Math.Abs(queryStem.Length - stem.Length) <= 2
                && string.CompareOrdinal(queryStem, 0, stem, 0, Math.Max(4, Math.Min(queryStem.Length, stem.Length) - 1)) == 0));
    }

    private static int FindPassageStart(string text, int matchStart)
    {
        if (matchStart <= MaxLeadingContext)
        {
            return 0;
        }

        var space = text.IndexOf(' ', matchStart - MaxLeadingContext);
        var start = space >= 0 && space < matchStart ? space + 1 : matchStart;
        return start > 0 && char.IsLowSurrogate(text[start]) ? start - 1 : start;
    }

    private static int FindPassageEnd(string text, int start)
    {
        if (start + MaxPassageLength >= text.Length)
        {
            return text.Length;
        }

        var space = text.LastIndexOf(' ', start + MaxPassageLength, MaxPassageLength / 2);
        var end = space > 0 ? space : start + MaxPassageLength;
        return char.IsLowSurrogate(text[end]) ? end - 1 : end;
    }
}
