using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Formats;

/// <summary>Tests that HTML, Markdown and plain text contain all of each type of block, including the types that no parser creates yet.</summary>
public sealed class BlockFormatTests
{
    private static readonly Block Paragraph = new() { Id = "b1111111", Type = BlockType.Paragraph, Spans = [Text("Under it.")] };

    [Fact]
    public void An_item_contains_its_text_and_its_children()
    {
        var block = new Block
        {
            Id = "b0000000", Type = BlockType.List, Ordered = true,
            Items = [new() { Spans = [Text("One")], Children = [Paragraph, new() { Id = "b2222222", Type = BlockType.List, Ordered = false, Items = [new() { Spans = [Text("Deeper")], Children = [] }] }] }],
        };

        Assert.Equal("<ol id=\"b0000000\">\n<li>One\n<p id=\"b1111111\">Under it.</p>\n<ul id=\"b2222222\">\n<li>Deeper</li>\n</ul>\n</li>\n</ol>\n", Html(block));
        Assert.Equal("1. One\n\n   Under it.\n\n   - Deeper\n", Markdown(block));
        Assert.Equal("1. One\n  Under it.\n  • Deeper", PlainTextWriter.Render(block));
        Assert.Equal(["One", "Under it.", "Deeper"], BlockText.Enumerate(block));
    }

    [Fact]
    public void A_table_contains_its_header_its_rows_and_their_alignment()
    {
        var block = new Block
        {
            Id = "b0000000", Type = BlockType.Table,
            Table = new() { Alignments = [TableAlignment.None, TableAlignment.Right], Header = Row("Year", "<Loaves>"), Rows = [Row("1998", "4|0"), Row("1999")] },
        };

        Assert.Equal(
            "<table id=\"b0000000\">\n<thead>\n<tr><th>Year</th><th align=\"right\">&lt;Loaves&gt;</th></tr>\n</thead>\n<tbody>\n"
            + "<tr><td>1998</td><td align=\"right\">4|0</td></tr>\n<tr><td>1999</td></tr>\n</tbody>\n</table>\n",
            Html(block));
        Assert.Equal("| Year | \\<Loaves\\> |\n| --- | --: |\n| 1998 | 4\\|0 |\n| 1999 |\n", Markdown(block));
        Assert.Equal("Year | <Loaves>\n1998 | 4|0\n1999", PlainTextWriter.Render(block));
        Assert.Equal(["Year", "<Loaves>", "1998", "4|0", "1999"], BlockText.Enumerate(block));
    }

    [Fact]
    public void An_embed_is_a_link_to_its_fallback()
    {
        var block = new Block
        {
            Id = "b0000000", Type = BlockType.Embed,
            Embed = new() { Url = "https://video.test/embed/1", Title = "The \"press\"", Provider = "Video", Fallback = "https://video.test/1" },
        };

        Assert.Equal("<p id=\"b0000000\" class=\"embed\"><a href=\"https://video.test/1\" rel=\"noopener\">The &quot;press&quot;</a></p>\n", Html(block));
        Assert.Equal("[The \"press\"](<https://video.test/1>)\n", Markdown(block));
        Assert.Equal("The \"press\" https://video.test/1", PlainTextWriter.Render(block));
        Assert.Contains("https://video.test/1", Html(block with { Embed = block.Embed with { Title = null } }), StringComparison.Ordinal);
        Assert.Equal(["The \"press\"", "Video"], BlockText.Enumerate(block));
    }

    [Fact]
    public void Footnotes_have_labels_and_references_to_them_are_links()
    {
        var reference = new Block { Id = "b3333333", Type = BlockType.Paragraph, Spans = [Text("In 1998"), Text("2a") with { Href = "#fn-2a" }, Text(", they opened.")] };
        var block = new Block { Id = "b0000000", Type = BlockType.Footnotes, Notes = [new() { Anchor = "fn-2a", Label = "2a", Blocks = [Paragraph with { Spans = [Text("From the ledger.")] }, Paragraph] }] };

        Assert.Equal("<p id=\"b3333333\">In 1998<sup><a href=\"#fn-2a\">2a</a></sup>, they opened.</p>\n", Html(reference));
        Assert.Equal(
            "<ul id=\"b0000000\" class=\"footnotes\">\n<li id=\"fn-2a\"><span class=\"label\">2a</span>\n<p id=\"b1111111\">From the ledger.</p>\n<p id=\"b1111111\">Under it.</p>\n</li>\n</ul>\n",
            Html(block));
        Assert.Equal("In 1998[^2a], they opened.\n\n[^2a]: From the ledger.\n\n    Under it.\n", Markdown(reference, block));
        Assert.Equal("[2a](<#fn-2a>)\n", Markdown(reference with { Spans = [reference.Spans[1]] })); // a link of the author, because there is no such note
        Assert.Equal("In 1998[2a], they opened.", PlainTextWriter.Render(reference));
        Assert.Equal("[2a] From the ledger.\n  Under it.", PlainTextWriter.Render(block));
        Assert.Equal(["From the ledger.", "Under it."], BlockText.Enumerate(block));
    }

    [Fact]
    public void A_linked_image_keeps_its_link_and_its_caption()
    {
        var block = new Block { Id = "b0000000", Type = BlockType.Image, Image = new() { Url = "https://images.test/a.jpg", Alt = "A desk", Caption = "In 1998" }, Href = "https://stories.test/a?b=1&c=2" };

        Assert.Equal(
            "<figure id=\"b0000000\"><a href=\"https://stories.test/a?b=1&amp;c=2\" rel=\"noopener\"><img src=\"https://images.test/a.jpg\" alt=\"A desk\"></a><figcaption>In 1998</figcaption></figure>\n",
            Html(block));
        var read = Assert.Single(Assert.Single(MarkdownReader.Read(Markdown(block), "T").Sections).Blocks);
        Assert.Equal(block, read with { Id = block.Id });
    }

    [Fact]
    public void Blocks_inside_items_and_notes_have_ids_that_survive_changes_around_them()
    {
        var before = BlockIdAssigner.Assign(MarkdownReader.Read("- One of the looms.\n\n  Its first cloth was grey.\n\n- Two.", "T").Sections);
        var after = BlockIdAssigner.Assign(MarkdownReader.Read("An opening.\n\n- One of the looms.\n\n  Its first cloth was gray.\n\n- Two.\n\n  New.", "T").Sections, before);

        var (list, changedList) = (before[0].Blocks[0], after[0].Blocks[1]);
        Assert.Equal(list.Id, changedList.Id);
        Assert.Equal(list.Items[0].Children[0].Id, changedList.Items[0].Children[0].Id);
        Assert.Matches("^b[a-z0-9]{7}$", changedList.Items[1].Children[0].Id);
        Block[] all = [.. after[0].Blocks, .. changedList.Items.SelectMany(item => item.Children)];
        Assert.Equal(4, all.Select(block => block.Id).Distinct().Count());

        var notes = BlockIdAssigner.Assign([after[0] with { Blocks = [new() { Id = "", Type = BlockType.Footnotes, Notes = [new() { Anchor = "fn-1", Label = "1", Blocks = [Paragraph with { Id = "" }] }] }] }]);
        Assert.Matches("^b[a-z0-9]{7}$", notes[0].Blocks[0].Notes[0].Blocks[0].Id);
    }

    private static Span Text(string text) => new() { Text = text, Marks = [], Href = null };

    private static TableRow Row(params string[] cells) => new() { Cells = cells.Select(cell => new TableCell { Spans = [Text(cell)] }).ToList() };

    private static IReadOnlyList<Section> Section(params Block[] blocks) => [new() { Id = "s0000000", Label = null, Title = null, Anchor = "start", Blocks = blocks }];

    private static string Html(params Block[] blocks) => HtmlWriter.Write(Section(blocks))["<section id=\"start\">\n".Length..^"</section>\n".Length];

    private static string Markdown(params Block[] blocks) => MarkdownWriter.Write(Section(blocks));
}
