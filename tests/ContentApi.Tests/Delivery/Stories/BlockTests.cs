using System.Net;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Delivery.Stories;

/// <summary>Tests nested lists, tables and linked images from the document to the reader, the search and the comparison of versions.</summary>
public sealed class BlockTests(Api api) : IClassFixture<Api>
{
    private const string Body = """
        - The quarzite press

          1. It came by boat

             ![A boat](https://images.test/boat.jpg "In 1998")

        | Year | Loaves |
        |:-----|-------:|
        | 1998 | `400` and some marzipane |

        [![A map](https://images.test/map.jpg)](https://maps.test/?a=1)
        """;

    [Fact]
    public async Task Blocks_contain_nested_lists_tables_and_linked_images()
    {
        await Publish("nested-blocks", Body);

        var blocks = (await api.Json("/v1/stories/nested-blocks"))["sections"]![0]!["blocks"]!.AsArray();

        Assert.Equal(["list", "table", "image"], blocks.Strings("type"));
        var item = blocks[0]!["items"]![0]!;
        Assert.Equal("The quarzite press", (string)item["spans"]![0]!["text"]!);
        var nested = item["children"]![0]!;
        Assert.Equal((true, "It came by boat"), ((bool)nested["ordered"]!, (string)nested["items"]![0]!["spans"]![0]!["text"]!));
        Assert.Equal("In 1998", (string)nested["items"]![0]!["children"]![0]!["image"]!["caption"]!);
        var table = blocks[1]!["table"]!;
        Assert.Equal(["left", "right"], table["alignments"]!.AsArray().Select(alignment => (string)alignment!));
        Assert.Equal("Loaves", (string)table["header"]!["cells"]![1]!["spans"]![0]!["text"]!);
        Assert.Equal("code", (string)table["rows"]![0]!["cells"]![1]!["spans"]![0]!["marks"]![0]!);
        Assert.Equal("https://maps.test/?a=1", (string)blocks[2]!["href"]!);
        foreach (var (format, expected) in new[] { ("html", "<th align=\"right\">Loaves</th>"), ("markdown", "| 1998 | `400` and some marzipane |"), ("text", "• The quarzite press\n  1. It came by boat\n    A boat In 1998") })
        {
            Assert.Contains(expected, (string)(await api.Json($"/v1/stories/nested-blocks?body={format}"))["body"]!["content"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("boat", "list")]
    [InlineData("marzipane", "table")]
    [InlineData("map", "image")]
    public async Task Search_finds_words_in_nested_items_cells_and_descriptions(string word, string type)
    {
        await Publish($"searched-{word}", Body.Replace(word, $"{word}xyz", StringComparison.Ordinal));

        var hit = Assert.Single((await api.Json($"/v1/search?q={word}xyz"))["items"]!.AsArray())!;

        var block = (await api.Json($"/v1/stories/searched-{word}"))["sections"]![0]!["blocks"]!.AsArray().Single(block => (string)block!["type"]! == type)!;
        Assert.Equal((string)block["id"]!, (string)hit["highlights"]![0]!["blockId"]!);
    }

    [Fact]
    public async Task A_diff_shows_changes_in_nested_items_and_cells()
    {
        var etag = await api.CreateDraft("compared-blocks", NewsroomClient.Document("Compared", Body));
        await api.ReplaceDraft("compared-blocks", NewsroomClient.Document("Compared", Body.Replace("by boat", "by train", StringComparison.Ordinal).Replace("1998 |", "1999 |", StringComparison.Ordinal)), etag);

        var changes = (await api.Json("/v1/drafts/compared-blocks/versions/2/diff?from=1"))["blocks"]!.AsArray();

        Assert.Equal([("list", "changed"), ("table", "changed")], changes.Select(change => ((string)change!["type"]!, (string)change["operation"]!)));
        Assert.Contains("by train", (string)changes[0]!["after"]!, StringComparison.Ordinal);
        Assert.Contains("| 1998 |", (string)changes[1]!["before"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_with_too_many_blocks_is_rejected()
    {
        var problem = await api.SendCreate("too-many-blocks", NewsroomClient.Document("Too Many", string.Concat(Enumerable.Repeat("a\n\n", 200_000)))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("200,000 sections, blocks, list items and table cells", (string)problem["errors"]!["body"]![0]!, StringComparison.Ordinal);
    }

    private async Task Publish(string slug, string body)
    {
        await api.CreateDraft(slug, NewsroomClient.Document($"Title of {slug}", body));
        await api.PublishDraft(slug);
    }
}
