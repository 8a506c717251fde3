using System.Collections.Concurrent;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>
/// Provides stemmers by language: <see cref="PorterStemmer"/> for English, PostgreSQL's stemmers for others, and unchanged words for
/// languages without a stemmer.
/// </summary>
/// <remarks>Stop words are kept: without them, the phrase "are you ok" would match every "ok".</remarks>
internal sealed class StemmerProvider
{
    public const string English = "english";
    public const string Unstemmed = "simple";

    private static readonly Dictionary<string, string> StemmerNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["da"] = "danish",
        ["nl"] = "dutch",
        ["en"] = English,
        ["fi"] = "finnish",
        ["fr"] = "french",
        ["de"] = "german",
        ["hu"] = "hungarian",
        ["it"] = "italian",
        ["nb"] = "norwegian",
        ["nn"] = "norwegian",
        ["no"] = "norwegian",
        ["pt"] = "portuguese",
        ["ro"] = "romanian",
        ["ru"] = "russian",
        ["es"] = "spanish",
        ["sv"] = "swedish",
        ["tr"] = "turkish",
    };

    private readonly Dictionary<string, Dictionary<string, string>> stemsByStemmer = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> englishStems = new(StringComparer.Ordinal);

    private StemmerProvider()
    {
    }

    /// <summary>
    /// Creates a provider for the words of the given texts. Reads the stems of languages other than English from PostgreSQL.
    /// </summary>
    public static async Task<StemmerProvider> Create(IEnumerable<(string Language, string Text)> texts, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var provider = new StemmerProvider();
        foreach (var textsOfStemmer in texts.GroupBy(text => GetStemmerName(text.Language)).Where(group => group.Key is not (English or Unstemmed)))
        {
            var words = textsOfStemmer.SelectMany(text => Tokenizer.Tokenize(text.Text)).SelectMany(word => Tokenizer.SplitIdentifier(word.Text)).Distinct(StringComparer.Ordinal).ToArray();
            var stemmed = await connection.QueryAsync<(string Word, string Stem)>(new CommandDefinition(
                "select word, coalesce((ts_lexize(@dictionary::regdictionary, word))[1], word) from unnest(@words) as input (word)",
                new { dictionary = $"content_{textsOfStemmer.Key}_stem", words },
                cancellationToken: cancellationToken));
            provider.stemsByStemmer[textsOfStemmer.Key] = stemmed.ToDictionary(row => row.Word, row => row.Stem, StringComparer.Ordinal);
        }

        return provider;
    }

    /// <summary>Returns PostgreSQL's name for the stemmer of a language (BCP 47 tag), or <see cref="Unstemmed"/>.</summary>
    public static string GetStemmerName(string language) => StemmerNames.GetValueOrDefault(language.Split('-')[0], Unstemmed);

    /// <summary>Returns the stemmer of a language. It is safe for concurrent use.</summary>
    public Func<string, string> GetStemmer(string language)
    {
        var name = GetStemmerName(language);
        return name == English ? word => englishStems.GetOrAdd(word, PorterStemmer.Stem)
            : stemsByStemmer.TryGetValue(name, out var stems) ? word => stems.GetValueOrDefault(word, word)
            : word => word;
    }
}
