using ContentApi.Core.Text;
using ContentApi.Indexing.RecommendationIndex;

namespace ContentApi.Tests.Indexing;

public sealed class SpillFileTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 10)]
    [InlineData(5, 700_000)]
    public void Read_returns_all_rows_in_order(int rows, int length)
    {
        using var spillFile = new SpillFile();
        var expected = Enumerable.Range(0, rows).Select(n => Enumerable.Repeat((byte)n, length + n).ToArray()).ToList();
        foreach (var row in expected)
        {
            spillFile.Append(row);
        }

        Assert.Equal(expected, spillFile.Read());
        Assert.Equal(expected, spillFile.Read());
        spillFile.Append([1, 2, 3]);
        Assert.Equal([.. expected, [1, 2, 3]], spillFile.Read());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(700_000)]
    public void Read_returns_the_row_at_an_offset(int length)
    {
        using var spillFile = new SpillFile();
        var rows = Enumerable.Range(0, 4).Select(n => Enumerable.Repeat((byte)n, length + n).ToArray()).ToList();
        var offsets = rows.ConvertAll(row => spillFile.Append(row));

        for (var i = rows.Count - 1; i >= 0; i--)
        {
            Assert.Equal(rows[i], spillFile.Read(offsets[i]));
            Assert.Equal([7, 8, 9], spillFile.Read(spillFile.Append([7, 8, 9])));
        }

        Assert.Equal(8, spillFile.Read().Count());
    }

    [Fact]
    public void The_temporary_file_is_unlinked_while_open()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-spool-");
        using var spillFile = new SpillFile(folder.FullName);
        spillFile.Append(new byte[2_000_000]);
        spillFile.Append(new byte[2_000_000]);

        Assert.Empty(folder.GetFiles());
        Assert.Equal([2_000_000, 2_000_000], spillFile.Read().Select(row => row.Length));
        folder.Delete();
    }

    [Theory]
    [InlineData("", null, "")]
    [InlineData("One", null, "")]
    [InlineData("The quarry of marble", "A dek about marble hands", "Marble came from the quarry, and the quarry gave marble to the chapel.")]
    public void Packed_term_counts_round_trip(string title, string? dek, string body)
    {
        var counts = TermExtractor.Extract(new(title, dek, body, []), new());

        var unpacked = TermCounts.FromBytes(counts.ToBytes());

        Assert.Equal(counts.Terms, unpacked.Terms);
        Assert.Equal(counts.Counts, unpacked.Counts);
        Assert.Equal(counts.TitleTerms, unpacked.TitleTerms);
        Assert.Equal(counts.LeadTerms, unpacked.LeadTerms);
        Assert.Equal(counts.WordCount, unpacked.WordCount);
    }
}
