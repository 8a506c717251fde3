namespace ContentApi.Core.Text;

/// <summary>A word or phrase of a query: a sequence of normalized words.</summary>
internal sealed record SearchTerm(string[] Words, bool IsExcluded, int Start, int Length)
{
    /// <summary>Gets the words as the lexemes of the index.</summary>
    public string[] Lexemes => Words.SelectMany(Tokenizer.SplitIdentifier).ToArray();
}
