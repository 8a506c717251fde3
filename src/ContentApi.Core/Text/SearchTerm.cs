namespace ContentApi.Core.Text;

/// <summary>A word or phrase of a query, as a sequence of normalized words. The position refers to the query text.</summary>
internal sealed record SearchTerm(string[] Words, bool IsExcluded, int Start, int Length)
{
    /// <summary>Gets the lexemes of the words, as stored in the search index.</summary>
    public string[] Lexemes => Words.SelectMany(Tokenizer.SplitIdentifier).ToArray();
}
