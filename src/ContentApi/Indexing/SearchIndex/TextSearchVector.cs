using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ContentApi.Core.Text;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Builds a PostgreSQL `tsvector` in its binary format (`tsvectorrecv`), for COPY.</summary>
/// <remarks>
/// Replaces `to_tsvector`, which is slower and recognizes only ASCII letters in a database with the C locale. The binary format saves
/// PostgreSQL from parsing text during an import. Each thread builds one vector at a time and reuses its buffers for the next one, which
/// avoids most allocations of an import.
/// </remarks>
internal sealed class TextSearchVector
{
    // PostgreSQL's limits: the highest position, the positions per word, and the size of the vector, with a margin below its limit of 1 MB.
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

    /// <param name="stem">Returns the stem of a word.</param>
    public TextSearchVector(Func<string, string> stem)
    {
        this.stem = stem;
        (lexemes, places, sorted) = scratch ??= (new(StringComparer.Ordinal), [], []);
        lexemes.Clear();
        places.Clear();
    }

    /// <summary>Appends a text. Phrases do not match across texts.</summary>
    /// <param name="text">The text; null adds nothing.</param>
    /// <param name="weight">The weight, `A` to `D`, as in `ts_rank`.</param>
    public TextSearchVector Add(string? text, char weight = 'D')
    {
        position += 2;
        foreach (var word in Tokenizer.Tokenize(text ?? ""))
        {
            if (!word.Text.Contains('_'))
            {
                // The common case, without allocating a list.
                Add(stem(word.Text), weight, ++position);
                continue;
            }

            foreach (var part in Tokenizer.SplitIdentifier(word.Text))
            {
                Add(stem(part), weight, ++position);
            }
        }

        return this;
    }

    /// <summary>
    /// Returns the vector: the number of words, then for each word its bytes, the number of its positions, and the positions in order, each
    /// with its weight in the upper two bits. Words are sorted by their bytes, except for characters beyond U+FFFF, which PostgreSQL sorts
    /// on input, at a cost during an import.
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
                found[--at] = (short)((places[i].Weight << 14) | places[i].Position); // the chain leads from the last position to the first
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

    /// <summary>
    /// Returns the first eight bytes of a word as a number with the same sort order, so that most comparisons compare two numbers.
    /// </summary>
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
            lexemes.Remove(lexeme); // distinct words beyond the size limit are not indexed
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
