using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ContentApi.Core.Text;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>
/// The words of texts as PostgreSQL's `tsvector` has them, in its binary form (`tsvectorrecv`), for which COPY takes bytes. Made here and
/// not by `to_tsvector`, which took three times as long for a story of 10 KB, and knows no letter outside of ASCII in a database of the
/// locale C. Written as text, it took PostgreSQL a quarter of the time of an import to read it.
/// </summary>
/// <remarks>A thread makes one at a time: what it is made in is kept for the next one, for it left a sixth of the garbage of an import.</remarks>
internal sealed class TextSearchVector
{
    // PostgreSQL's limits: of a position, of positions a word, and (a megabyte there) of the whole.
    private const int LastPosition = 16_383;
    private const int MostPositions = 255;
    private const int MaxBytes = 700_000;

    [ThreadStatic]
    private static (Dictionary<string, (int Last, int Count)> Lexemes, List<(int Position, int Weight, int Before)> Places, List<Lexeme> Sorted)? scratch;

    private readonly Func<string, string> stem;
    private readonly Dictionary<string, (int Last, int Count)> lexemes;
    private readonly List<(int Position, int Weight, int Before)> places;
    private readonly List<Lexeme> sorted;
    private int position;
    private int bytes;

    /// <param name="stem">What of a word is looked for.</param>
    public TextSearchVector(Func<string, string> stem)
    {
        this.stem = stem;
        (lexemes, places, sorted) = scratch ??= (new(StringComparer.Ordinal), [], []);
        lexemes.Clear();
        places.Clear();
    }

    /// <summary>Adds a text after the others. No phrase reaches from one into the next.</summary>
    /// <param name="text">The text; null is none.</param>
    /// <param name="weight">`A` to `D`, as `ts_rank` weighs them.</param>
    public TextSearchVector Add(string? text, char weight = 'D')
    {
        position += 2;
        foreach (var word in Tokenizer.Tokenize(text ?? ""))
        {
            if (!word.Text.Contains('_'))
            {
                Add(stem(word.Text), weight, ++position); // nearly always, and without a list of one
                continue;
            }

            foreach (var part in Tokenizer.Parts(word.Text))
            {
                Add(stem(part), weight, ++position);
            }
        }

        return this;
    }

    /// <summary>
    /// How many words; and of each itself, how many places, and each place in order, its weight in the upper two bits. The words are in
    /// the order of their bytes, but for letters beyond U+FFFF: PostgreSQL sorts what is not, while an import waits for it.
    /// </summary>
    public byte[] ToArray()
    {
        sorted.Clear();
        foreach (var (word, (last, count)) in lexemes)
        {
            sorted.Add(new(FirstBytes(word), word, last, count));
        }

        sorted.Sort(static (one, other) => one.FirstBytes != other.FirstBytes ? one.FirstBytes.CompareTo(other.FirstBytes) : string.CompareOrdinal(one.Word, other.Word));
        var vector = ArrayPool<byte>.Shared.Rent(sizeof(int) + bytes + (sizeof(short) * places.Count));
        BinaryPrimitives.WriteInt32BigEndian(vector, lexemes.Count);
        var length = sizeof(int);
        Span<short> found = stackalloc short[MostPositions];
        foreach (var (_, word, last, count) in sorted)
        {
            length += Encoding.UTF8.GetBytes(word, vector.AsSpan(length));
            vector[length++] = 0;
            Append((short)count);
            for (var (i, at) = (last, count); i >= 0; i = places[i].Before)
            {
                found[--at] = (short)((places[i].Weight << 14) | places[i].Position); // the chain leads from the last place to the first
            }

            foreach (var place in found[..count])
            {
                Append(place);
            }
        }

        var result = vector.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(vector);
        return result;

        void Append(short number)
        {
            BinaryPrimitives.WriteInt16BigEndian(vector.AsSpan(length), number);
            length += sizeof(short);
        }
    }

    /// <summary>The first eight as a number: of the same order, and compared at once.</summary>
    private static ulong FirstBytes(string word)
    {
        Span<byte> first = stackalloc byte[8 * 3];
        first.Clear();
        Encoding.UTF8.GetBytes(word.AsSpan(0, Math.Min(word.Length, 8)), first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

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
            places.Add((Math.Min(at, LastPosition), 'D' - weight, known ? entry.Last : -1));
            entry = (places.Count - 1, entry.Count + 1);
        }
    }

    private readonly record struct Lexeme(ulong FirstBytes, string Word, int Last, int Count);
}
