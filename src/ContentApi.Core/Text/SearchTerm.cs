namespace ContentApi.Core.Text;

/// <summary>A word or phrase of a query: folded words that stand one after the other.</summary>
internal sealed record SearchTerm(string[] Words, bool IsExcluded, int Start, int Length)
{
    /// <summary>The words as the index has them.</summary>
    public string[] Lexemes => Words.SelectMany(Tokenizer.Parts).ToArray();
}
