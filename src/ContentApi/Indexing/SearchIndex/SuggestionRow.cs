using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>A row of the `suggestion` table: a title or name, from one of its words to the end.</summary>
internal sealed record SuggestionRow(SuggestionKind Kind, Guid Id, string Key, short WordIndex)
{
    /// <summary>
    /// The maximum number of keys of a title or name. A key starts at each of the first words and runs to the end of the text.
    /// </summary>
    private const int MaxKeys = 8;

    private const int MaxKeyLength = 80;

    public static readonly RowMapping<SuggestionRow> Columns = new RowMapping<SuggestionRow>("suggestion")
        .Column("kind", "text", row => row.Kind.GetName())
        .Column("key", "text", row => row.Key)
        .Column("word_index", "smallint", row => row.WordIndex)
        .Column("id", "uuid", row => row.Id);

    /// <summary>Creates the rows of a title or name.</summary>
    public static IEnumerable<SuggestionRow> Create(SuggestionKind kind, Guid id, string text)
    {
        var words = Tokenizer.Tokenize(text).Select(word => word.Text).ToList();
        return Enumerable.Range(0, Math.Min(words.Count, MaxKeys)).Select(i =>
        {
            var key = string.Join(' ', words.Skip(i));
            return new SuggestionRow(kind, id, key.Length <= MaxKeyLength ? key : key[..MaxKeyLength], (short)i);
        });
    }
}
