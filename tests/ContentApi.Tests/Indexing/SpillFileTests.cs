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
    public void What_was_set_aside_is_read_again_in_its_order_in_memory_and_on_the_disk(int rows, int length)
    {
        using var spool = new SpillFile();
        var expected = Enumerable.Range(0, rows).Select(n => Enumerable.Repeat((byte)n, length + n).ToArray()).ToList();
        foreach (var row in expected)
        {
            spool.Add(row);
        }

        Assert.Equal(expected, spool.Read());
        Assert.Equal(expected, spool.Read());
        spool.Add([1, 2, 3]);
        Assert.Equal([.. expected, [1, 2, 3]], spool.Read());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(700_000)]
    public void A_row_is_read_at_its_place_whatever_was_read_before_and_added_since(int length)
    {
        using var spool = new SpillFile();
        var rows = Enumerable.Range(0, 4).Select(n => Enumerable.Repeat((byte)n, length + n).ToArray()).ToList();
        var places = rows.ConvertAll(row => spool.Add(row));

        for (var i = rows.Count - 1; i >= 0; i--)
        {
            Assert.Equal(rows[i], spool.Read(places[i]));
            Assert.Equal([7, 8, 9], spool.Read(spool.Add([7, 8, 9])));
        }

        Assert.Equal(8, spool.Read().Count());
    }

    [Fact]
    public void A_large_one_leaves_no_file_behind_even_while_it_is_open()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-spool-");
        using var spool = new SpillFile(folder.FullName);
        spool.Add(new byte[2_000_000]);
        spool.Add(new byte[2_000_000]);

        Assert.Empty(folder.GetFiles());
        Assert.Equal([2_000_000, 2_000_000], spool.Read().Select(row => row.Length));
        folder.Delete();
    }

    [Theory]
    [InlineData("", null, "")]
    [InlineData("One", null, "")]
    [InlineData("The quarry of marble", "A dek about marble hands", "Marble came from the quarry, and the quarry gave marble to the chapel.")]
    public void Terms_are_set_aside_and_read_as_they_were(string title, string? dek, string body)
    {
        var read = TermExtractor.Extract(new(title, dek, body, []), new());

        var again = TermCounts.FromBytes(read.ToBytes());

        Assert.Equal(read.Terms, again.Terms);
        Assert.Equal(read.Counts, again.Counts);
        Assert.Equal(read.TitleTerms, again.TitleTerms);
        Assert.Equal(read.LeadTerms, again.LeadTerms);
        Assert.Equal(read.WordCount, again.WordCount);
    }
}
