namespace ContentApi.Core.Text;

/// <summary>
/// A parsed search query: required words, "phrases" and -exclusions. Nothing else is an operator, so a query cannot have syntax errors,
/// only too few or too many words.
/// </summary>
internal sealed class SearchQuery
{
    /// <summary>Maximum length of a query in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>Maximum number of words and phrases in a query.</summary>
    public const int MaxTerms = 16;

    private SearchQuery(string text, IReadOnlyList<SearchTerm> terms) => (Text, Terms) = (text, terms);

    public string Text { get; }

    public IReadOnlyList<SearchTerm> Terms { get; }

    public IEnumerable<SearchTerm> IncludedTerms => Terms.Where(term => !term.IsExcluded);

    /// <summary>Gets the stems of the words to highlight.</summary>
    public IReadOnlySet<string> Stems => IncludedTerms
        .SelectMany(term => term.Words.All(StopWords.Contains) ? term.Words : term.Words.Where(word => !StopWords.Contains(word)))
        .Select(PorterStemmer.Stem).ToHashSet(StringComparer.Ordinal);

    /// <summary>Gets the term hashes of the words, as used in the term statistics.</summary>
    public int[] TermHashes => IncludedTerms.SelectMany(term => TermExtractor.ExtractWordTerms(string.Join(' ', term.Words))).Distinct().ToArray();

    /// <summary>
    /// Parses a query. Returns the query, or an error as the end of a sentence that starts with the name of the parameter.
    /// </summary>
    public static (SearchQuery? Query, string? Error) Parse(string text)
    {
        List<SearchTerm> terms = [];
        for (var i = 0; i < text.Length;)
        {
            var isExcluded = IsMinus(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])) && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            i += isExcluded ? 1 : 0;
            var start = i;
            if (i < text.Length && IsQuote(text[i]))
            {
                var closingQuote = i + 1;
                while (closingQuote < text.Length && !IsQuote(text[closingQuote]))
                {
                    closingQuote++;
                }

                AddTerm(terms, text[(i + 1)..closingQuote], isExcluded, start, Math.Min(closingQuote + 1, text.Length) - start, isPhrase: true);
                i = Math.Min(closingQuote + 1, text.Length);
            }
            else
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !IsQuote(text[i]))
                {
                    i++;
                }

                AddTerm(terms, text[start..i], isExcluded, start, i - start, isPhrase: false);
                i += i == start ? 1 : 0;
            }
        }

        // A stop word alone does not narrow a search, even in quotation marks. In a phrase of several words, it counts.
        var significantTerms = terms.Where(term => term.Words.Length > 1 || !StopWords.Contains(term.Words[0])).ToList();
        return significantTerms.Count > MaxTerms ? (null, $"has {significantTerms.Count} words and phrases; the maximum is {MaxTerms}.")
            : significantTerms.All(term => term.IsExcluded) ? (null, terms.Count == 0
                ? "must contain a letter or a digit."
                : "must contain a word that is neither excluded nor as common as 'the'.")
            : (new(text, significantTerms), null);
    }

    /// <summary>Gets whether the query is a single word with exactly one term hash.</summary>
    public bool IsSingleWord => Terms is [{ IsExcluded: false, Words.Length: 1 }] && TermHashes.Length == 1;

    private static void AddTerm(List<SearchTerm> terms, string text, bool isExcluded, int start, int length, bool isPhrase)
    {
        var words = Tokenizer.Tokenize(text).Select(word => word.Text).ToArray();
        if (words.Length == 0)
        {
            return;
        }

        // URLs, hyphenated words and runs of scripts without spaces are searched as phrases of their first eight tokens.
        terms.Add(new(isPhrase || words.Length <= 8 ? words : words[..8], isExcluded, start, length));
    }

    private static bool IsMinus(char c) => c is '-' or '−' or '–';

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '‟' or '«' or '»' or '＂' or '「' or '」' or '『' or '』';
}
