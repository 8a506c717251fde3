using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ContentApi.Core.Text;
using ContentApi.Data;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Builds a PostgreSQL `tsvector` in its binary format (`tsvectorrecv`).</summary>
/// <remarks>
/// Replaces `to_tsvector`, which is slower and recognizes only ASCII letters in a database with the C locale. The binary format saves
/// PostgreSQL from parsing text during an import. All builders of a thread share their buffers, which avoids most allocations of an import,
/// so a thread must finish one vector before it starts the next.
/// </remarks>
internal sealed class TsVectorBuilder
{
    /// <summary>The highest position that PostgreSQL can store.</summary>
    private const int MaxPosition = 16_383;

    /// <summary>The maximum number of positions that PostgreSQL stores for a word.</summary>
    private const int MaxPositionsPerLexeme = 255;

    /// <summary>The maximum size of the words of a vector, with a margin for their positions below PostgreSQL's limit of 1 MB.</summary>
    private const int MaxBytes = 700_000;

    [ThreadStatic]
    private static (Dictionary<string, (int LastIndex, int Count)> Lexemes, List<(int Position, int Weight, int Previous)> Positions, List<Lexeme> Sorted)? scratch;

    private readonly Func<string, string> stem;
    private readonly Dictionary<string, (int LastIndex, int Count)> lexemes;
    private readonly List<(int Position, int Weight, int Previous)> positions;
    private readonly List<Lexeme> sortedLexemes;
    private int lastPosition;
    private int byteCount;

    /// <param name="stem">Returns the stem of a word.</param>
    public TsVectorBuilder(Func<string, string> stem)
    {
        this.stem = stem;
        (lexemes, positions, sortedLexemes) = scratch ??= (new(StringComparer.Ordinal), [], []);
        lexemes.Clear();
        positions.Clear();
    }

    /// <summary>Appends a text. Phrases do not match across texts.</summary>
    /// <param name="text">The text, or null to add no words.</param>
    /// <param name="weight">The weight, `A` to `D`, as in `ts_rank`.</param>
    public TsVectorBuilder Add(string? text, char weight = 'D')
    {
        lastPosition += 2;
        foreach (var word in Tokenizer.Tokenize(text ?? ""))
        {
            if (!word.Text.Contains('_'))
            {
                // The common case, without allocating a list.
                Add(stem(word.Text), weight, ++lastPosition);
                continue;
            }

            foreach (var part in Tokenizer.SplitIdentifier(word.Text))
            {
                Add(stem(part), weight, ++lastPosition);
            }
        }

        return this;
    }

    /// <summary>
    /// Returns the vector: the number of words, then for each word its bytes, the number of its positions, and the positions in order, each
    /// with its weight in the upper two bits. Words are sorted by their bytes, so that PostgreSQL does not have to sort them. Only words
    /// with characters beyond U+FFFF may be out of order; PostgreSQL then sorts the vector on input, which slows down an import.
    /// </summary>
    public TsVector Build()
    {
        sortedLexemes.Clear();
        foreach (var (word, (last, count)) in lexemes)
        {
            sortedLexemes.Add(new(GetSortPrefix(word), word, last, count));
        }

        sortedLexemes.Sort(static (left, right) => left.SortPrefix != right.SortPrefix ? left.SortPrefix.CompareTo(right.SortPrefix) : string.CompareOrdinal(left.Word, right.Word));
        var vector = ArrayPool<byte>.Shared.Rent(sizeof(int) + byteCount + (sizeof(short) * positions.Count));
        BinaryPrimitives.WriteInt32BigEndian(vector, lexemes.Count);
        var length = sizeof(int);
        Span<short> encodedPositions = stackalloc short[MaxPositionsPerLexeme];
        foreach (var (_, word, last, count) in sortedLexemes)
        {
            length += Encoding.UTF8.GetBytes(word, vector.AsSpan(length));
            vector[length++] = 0;
            Append((short)count);
            for (var (i, index) = (last, count); i >= 0; i = positions[i].Previous)
            {
                encodedPositions[--index] = (short)((positions[i].Weight << 14) | positions[i].Position); // each position links to the previous one
            }

            foreach (var encodedPosition in encodedPositions[..count])
            {
                Append(encodedPosition);
            }
        }

        var result = vector.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(vector);
        return new(result);

        void Append(short number)
        {
            BinaryPrimitives.WriteInt16BigEndian(vector.AsSpan(length), number);
            length += sizeof(short);
        }
    }

    /// <summary>
    /// Returns the first eight bytes of a word as a number with the same sort order, so that most comparisons compare two numbers.
    /// </summary>
    private static ulong GetSortPrefix(string word)
    {
        Span<byte> first = stackalloc byte[8 * 3];
        first.Clear();
        Encoding.UTF8.GetBytes(word.AsSpan(0, Math.Min(word.Length, 8)), first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    private void Add(string lexeme, char weight, int position)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(lexemes, lexeme, out var exists);
        if (!exists && (byteCount += Encoding.UTF8.GetByteCount(lexeme) + 16) > MaxBytes)
        {
            lexemes.Remove(lexeme); // distinct words beyond the size limit are not indexed
            return;
        }

        if (entry.Count < MaxPositionsPerLexeme && (position <= MaxPosition || !exists))
        {
            positions.Add((Math.Min(position, MaxPosition), 'D' - weight, exists ? entry.LastIndex : -1));
            entry = (positions.Count - 1, entry.Count + 1);
        }
    }

    private readonly record struct Lexeme(ulong SortPrefix, string Word, int LastIndex, int Count);
}
