using System.Runtime.InteropServices;
using System.Text;

namespace ContentApi.Search;

/// <summary>
/// The words of texts as PostgreSQL's `tsvector` has them, written as it reads them. Made here and not by `to_tsvector`, which took three
/// times as long for a story of 10 KB, and knows no letter outside of ASCII in a database of the locale C.
/// </summary>
/// <param name="stem">What of a word is looked for.</param>
internal sealed class SearchVector(Func<string, string> stem)
{
    // PostgreSQL's limits: of a position, of positions a word, and (a megabyte there) of the whole.
    private const int LastPosition = 16_383;
    private const int MostPositions = 255;
    private const int MaxBytes = 700_000;

    private readonly Dictionary<string, (int Last, int Count)> lexemes = new(StringComparer.Ordinal);
    private readonly List<(int Position, char Weight, int Before)> places = [];
    private int position;
    private int bytes;

    /// <summary>Everything: what finds.</summary>
    public string All => Write(int.MaxValue);

    /// <summary>The texts before the one that is added next: what is ranked.</summary>
    public string Head() => Write(position);

    /// <summary>Adds a text after the others. No phrase reaches from one into the next.</summary>
    /// <param name="text">The text; null is none.</param>
    /// <param name="weight">`A` to `D`, as `ts_rank` weighs them.</param>
    public SearchVector Add(string? text, char weight = 'D')
    {
        position += 2;
        foreach (var word in Wording.Words(text ?? ""))
        {
            foreach (var part in Wording.Parts(word.Text))
            {
                Add(stem(part), weight, ++position);
            }
        }

        return this;
    }

    private string Write(int end)
    {
        var vector = new StringBuilder(places.Count * 12);
        foreach (var (lexeme, (last, _)) in lexemes)
        {
            var separator = ':';
            for (var i = last; i >= 0; i = places[i].Before)
            {
                if (places[i].Position <= end)
                {
                    vector.Append(separator == ':' ? Quoted(lexeme) : "").Append(separator).Append(places[i].Position).Append(places[i].Weight);
                    separator = ',';
                }
            }

            vector.Append(separator == ',' ? " " : "");
        }

        return vector.ToString();
    }

    /// <summary>A lexeme as PostgreSQL reads it.</summary>
    private static string Quoted(string lexeme) =>
        lexeme.AsSpan().ContainsAny('\'', '\\') ? $"'{lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'" : $"'{lexeme}'";

    private void Add(string lexeme, char weight, int at)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(lexemes, lexeme, out var known);
        if (!known && (bytes += Encoding.UTF8.GetByteCount(lexeme) + 16) > MaxBytes)
        {
            lexemes.Remove(lexeme); // what comes after the first so many different words is not searched
            return;
        }

        if (entry.Count < MostPositions && (at <= LastPosition || !known))
        {
            places.Add((Math.Min(at, LastPosition), weight, known ? entry.Last : -1));
            entry = (places.Count - 1, entry.Count + 1);
        }
    }
}
