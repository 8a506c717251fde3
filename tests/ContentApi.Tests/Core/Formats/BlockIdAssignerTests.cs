using System.Diagnostics;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Formats;

public sealed class BlockIdAssignerTests
{
    private static readonly string[] Paragraphs =
        ["The workshop had two rooms.", "One was for leather.", "The other was for everything else she would ever need.", "The end of it.", "The end of it."];

    [Fact]
    public void Ids_are_unique_and_do_not_depend_on_surrounding_blocks()
    {
        var all = ReadBlockIds(Paragraphs);
        var fewer = ReadBlockIds(Paragraphs[2..]);

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all[2..], fewer);
    }

    [Fact]
    public void Correcting_a_typo_keeps_the_block_id()
    {
        var before = Read(Paragraphs);
        var after = ReadBlockIds([.. Paragraphs[..2], "The other was for anything else she would ever need.", .. Paragraphs[3..]], before);

        Assert.Equal(GetBlockIds(before), after);
    }

    [Fact]
    public void Swapping_two_paragraphs_swaps_their_ids()
    {
        var before = Read(Paragraphs);
        var after = ReadBlockIds([Paragraphs[1], Paragraphs[0], .. Paragraphs[2..]], before);

        var ids = GetBlockIds(before);
        Assert.Equal([ids[1], ids[0], .. ids[2..]], after);
    }

    [Fact]
    public void A_replaced_paragraph_gets_a_new_id()
    {
        var before = Read(Paragraphs);
        var after = ReadBlockIds([Paragraphs[0], "Nothing of this was there.", .. Paragraphs[2..]], before);

        Assert.DoesNotContain(after[1], GetBlockIds(before));
        Assert.Equal(GetBlockIds(before)[2..], after[2..]);
    }

    [Fact]
    public void A_restored_text_does_not_reuse_an_id_that_another_block_keeps()
    {
        var first = Read(["The shop opened on a Monday in March."]);
        var corrected = Read(["The shop opened on a Monday in April."], first);
        var both = ReadBlockIds(["The shop opened on a Monday in April.", "The shop opened on a Monday in March."], corrected);

        Assert.Equal(GetBlockIds(first)[0], both[0]);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void Sections_keep_their_ids_when_their_headings_are_corrected()
    {
        var before = BlockIdAssigner.Assign(MarkdownReader.Read("## Act I: The Frist Order\n\nA.\n\n## Act II: Home\n\nB.", "T").Sections);
        var after = BlockIdAssigner.Assign(MarkdownReader.Read("## Act I: The First Order\n\nA.\n\n## Act II: Home\n\nB.", "T").Sections, before);

        Assert.Equal(before.Select(section => section.Id), after.Select(section => section.Id));
    }

    [Theory]
    [InlineData(70, 2000)]
    [InlineData(500, 2000)]
    [InlineData(3000, 300)]
    [InlineData(20_000, 45)]
    public void Correcting_every_paragraph_of_a_body_of_maximum_length_is_fast_and_keeps_all_ids(int count, int length)
    {
        var random = new Random(7);
        var before = Enumerable.Range(0, count).Select(n => $"{n} " + string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)))).ToArray();
        var after = before.Select(text => text.Insert(text.Length / 2, "!")).ToArray();
        BlockIdAssigner.Align(before[..10], after[..10]);

        var clock = Stopwatch.StartNew();
        var matches = BlockIdAssigner.Align(before, after);
        var reversedMatches = BlockIdAssigner.Align(before, after.Select(text => new string([.. text.Reverse()])).ToArray());
        var elapsed = clock.Elapsed;

        Assert.Equal(Enumerable.Range(0, count).Select(n => (int?)n), matches);
        Assert.All(reversedMatches, Assert.Null);
        Assert.InRange(elapsed, TimeSpan.Zero, Waiting.Hang); // a quadratic search would take minutes
    }

    private static IReadOnlyList<Section> Read(string[] paragraphs, IReadOnlyList<Section>? before = null) =>
        BlockIdAssigner.Assign(MarkdownReader.Read(string.Join("\n\n", paragraphs), "T").Sections, before);

    private static List<string> ReadBlockIds(string[] paragraphs, IReadOnlyList<Section>? before = null) => GetBlockIds(Read(paragraphs, before));

    private static List<string> GetBlockIds(IReadOnlyList<Section> sections) => sections.SelectMany(section => section.Blocks).Select(block => block.Id).ToList();
}
