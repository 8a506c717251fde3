using System.Collections.Concurrent;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>
/// What of a word is looked for, in each language: English by <see cref="PorterStemmer"/>, others by PostgreSQL's stemmers, and words of
/// a language without one as they are. No word is left out: without stop words the phrase "are you ok" would find every "ok".
/// </summary>
internal sealed class StemmerProvider
{
    public const string English = "english";
    public const string Unstemmed = "simple";

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
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

    private readonly Dictionary<string, Dictionary<string, string>> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> english = new(StringComparer.Ordinal);

    private StemmerProvider()
    {
    }

    /// <summary>Asks PostgreSQL for the stems of the words of texts in other languages than English.</summary>
    public static async Task<StemmerProvider> Create(IEnumerable<(string Language, string Text)> texts, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var stems = new StemmerProvider();
        foreach (var language in texts.GroupBy(text => NameOf(text.Language)).Where(group => group.Key is not (English or Unstemmed)))
        {
            var words = language.SelectMany(text => Tokenizer.Tokenize(text.Text)).SelectMany(word => Tokenizer.Parts(word.Text)).Distinct(StringComparer.Ordinal).ToArray();
            var stemmed = await connection.QueryAsync<(string Word, string Stem)>(new CommandDefinition(
                "select word, coalesce((ts_lexize(@dictionary::regdictionary, word))[1], word) from unnest(@words) as given (word)",
                new { dictionary = $"content_{language.Key}_stem", words },
                cancellationToken: cancellationToken));
            stems.known[language.Key] = stemmed.ToDictionary(row => row.Word, row => row.Stem, StringComparer.Ordinal);
        }

        return stems;
    }

    /// <summary>The name of a language (BCP 47 tag) as PostgreSQL's stemmers are called, or <see cref="Unstemmed"/>.</summary>
    public static string NameOf(string language) => Names.GetValueOrDefault(language.Split('-')[0], Unstemmed);

    /// <summary>The stemmer of a language; it may be used by several threads at once.</summary>
    public Func<string, string> For(string language)
    {
        var name = NameOf(language);
        return name == English ? word => english.GetOrAdd(word, PorterStemmer.Stem)
            : known.TryGetValue(name, out var stems) ? word => stems.GetValueOrDefault(word, word)
            : word => word;
    }
}
