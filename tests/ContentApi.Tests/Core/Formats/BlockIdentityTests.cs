using System.Diagnostics;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

public sealed class BlockIdentityTests
{
    private static readonly string[] Paragraphs =
        ["The workshop had two rooms.", "One was for leather.", "The other was for everything else she would ever need.", "The end of it.", "The end of it."];

    [Fact]
    public void Ids_are_unique_and_do_not_depend_on_neighbours()
    {
        var all = Ids(Paragraphs);
        var fewer = Ids(Paragraphs[2..]);

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all[2..], fewer);
    }

    [Fact]
    public void Mending_a_typo_keeps_the_address_of_the_paragraph()
    {
        var before = Read(Paragraphs);
        var after = Ids([.. Paragraphs[..2], "The other was for anything else she would ever need.", .. Paragraphs[3..]], before);

        Assert.Equal(Blocks(before), after);
    }

    [Fact]
    public void Swapping_two_paragraphs_swaps_their_ids()
    {
        var before = Read(Paragraphs);
        var after = Ids([Paragraphs[1], Paragraphs[0], .. Paragraphs[2..]], before);

        var ids = Blocks(before);
        Assert.Equal([ids[1], ids[0], .. ids[2..]], after);
    }

    [Fact]
    public void A_new_text_gets_a_new_id_even_where_an_old_one_stood()
    {
        var before = Read(Paragraphs);
        var after = Ids([Paragraphs[0], "Nothing of this was there.", .. Paragraphs[2..]], before);

        Assert.DoesNotContain(after[1], Blocks(before));
        Assert.Equal(Blocks(before)[2..], after[2..]);
    }

    [Fact]
    public void A_text_that_comes_back_does_not_take_the_id_that_another_block_has_kept()
    {
        var first = Read(["The shop opened on a Monday in March."]);
        var mended = Read(["The shop opened on a Monday in April."], first);
        var both = Ids(["The shop opened on a Monday in April.", "The shop opened on a Monday in March."], mended);

        Assert.Equal(Blocks(first)[0], both[0]);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void Sections_keep_their_ids_when_their_headings_are_mended()
    {
        var before = BlockIdentity.Assign(MarkdownReader.Read("## Act I: The Frist Order\n\nA.\n\n## Act II: Home\n\nB.", "T").Sections);
        var after = BlockIdentity.Assign(MarkdownReader.Read("## Act I: The First Order\n\nA.\n\n## Act II: Home\n\nB.", "T").Sections, before);

        Assert.Equal(before.Select(section => section.Id), after.Select(section => section.Id));
    }

    [Theory]
    [InlineData(70, 2000)]
    [InlineData(500, 2000)]
    [InlineData(3000, 300)]
    [InlineData(20_000, 45)]
    public void Mending_every_paragraph_of_the_longest_body_is_quick_and_keeps_their_addresses(int count, int length)
    {
        var random = new Random(7);
        var before = Enumerable.Range(0, count).Select(n => $"{n} " + string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)))).ToArray();
        var after = before.Select(text => text.Insert(text.Length / 2, "!")).ToArray();
        BlockIdentity.Align(before[..10], after[..10]);

        var clock = Stopwatch.StartNew();
        var continued = BlockIdentity.Align(before, after);
        var unlike = BlockIdentity.Align(before, after.Select(text => new string([.. text.Reverse()])).ToArray());
        var elapsed = clock.Elapsed;

        Assert.Equal(Enumerable.Range(0, count).Select(n => (int?)n), continued);
        Assert.All(unlike, Assert.Null);
        Assert.InRange(elapsed, TimeSpan.Zero, Waiting.Hang); // a quadratic search would take minutes
    }

    private static IReadOnlyList<Section> Read(string[] paragraphs, IReadOnlyList<Section>? before = null) =>
        BlockIdentity.Assign(MarkdownReader.Read(string.Join("\n\n", paragraphs), "T").Sections, before);

    private static List<string> Ids(string[] paragraphs, IReadOnlyList<Section>? before = null) => Blocks(Read(paragraphs, before));

    private static List<string> Blocks(IReadOnlyList<Section> sections) => sections.SelectMany(section => section.Blocks).Select(block => block.Id).ToList();
}
