using System.Text;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Tests.Web.Validation;

/// <summary>Tests the strict parsing of JSON bodies, with the record that has the most members.</summary>
public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{", "body")]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("{\"title\":\"a\",}", "body")]
    [InlineData("{\"title\":\"a\"} x", "body")]
    [InlineData("{/* no */\"title\":\"a\"}", "body")]
    [InlineData("{\"title\":1}", "title")]
    [InlineData("{\"title\":null}", "title")]
    [InlineData("{\"Title\":\"a\"}", "Title")]
    [InlineData("{\"title\":\"a\",\"title\":\"b\"}", "title")]
    [InlineData("{\"title\":\"a\",\"\\u0074itle\":\"b\"}", "title")]
    [InlineData("{\"titel\":\"a\"}", "titel")]
    [InlineData("{\"publicName\":\"a\"}", "publicName")]
    [InlineData("{\"title\":\"a\\u0000b\"}", "title")]
    [InlineData("{\"title\":\"a\\ud800b\"}", "title")]
    [InlineData("{\"title\":\"a\\udc00\\ud800b\"}", "title")]
    [InlineData("{\"a\\ud800b\":1}", "body")]
    [InlineData("{\"readingMinutes\":\"5\"}", "readingMinutes")]
    [InlineData("{\"readingMinutes\":5.5}", "readingMinutes")]
    [InlineData("{\"readingMinutes\":99999999999}", "readingMinutes")]
    [InlineData("{\"publishedAt\":\"2025-01-01\"}", "publishedAt")]
    [InlineData("{\"publishedAt\":\"2025-01-01T00:00:00\"}", "publishedAt")]
    [InlineData("{\"publishedAt\":\"2025-02-30T00:00:00Z\"}", "publishedAt")]
    [InlineData("{\"topics\":null}", "topics")]
    [InlineData("{\"topics\":[null]}", "topics[0]")]
    [InlineData("{\"topics\":[\"a\",\"b\\u0000\"]}", "topics[1]")]
    [InlineData("{\"topics\":{}}", "topics")]
    [InlineData("{\"takeaways\":[{\"statement\":\"a\"},{\"statement\":7}]}", "takeaways[1].statement")]
    [InlineData("{\"takeaways\":[{\"statement\":\"a\"},{\"statement\":null}]}", "takeaways[1].statement")]
    [InlineData("{\"takeaways\":[{\"id\":\"7\",\"statement\":\"a\"}]}", "takeaways[0].id")]
    [InlineData("{\"takeaways\":[null]}", "takeaways[0]")]
    [InlineData("{\"founder\":{\"image\":{\"url\":true}}}", "founder.image.url")]
    [InlineData("{\"x\":[{\"y\":1,\"y\":1}]}", "x")]
    public void Invalid_json_is_reported_under_the_path_of_the_member(string json, string path)
    {
        var (document, problem) = StrictJson.Parse<StoryDocument>(Encoding.UTF8.GetBytes(json));

        Assert.Null(document);
        Assert.Equal(400, problem!.StatusCode);
        Assert.Equal([path], problem.Errors!.Keys);
        Assert.All(problem.Errors.Values.SelectMany(messages => messages), message => Assert.DoesNotContain("System.", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Invalid_utf8_is_rejected() =>
        Assert.Equal(["title"], StrictJson.Parse<StoryDocument>((byte[])[.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Problem!.Errors!.Keys);

    [Fact]
    public void All_errors_are_reported_and_a_misspelled_member_gets_a_suggestion()
    {
        var (_, problem) = StrictJson.Parse<StoryDocument>("""{ "titel": "a", "body": 1, "topics": [1, null], "image": [] }"""u8.ToArray());

        Assert.Equal(["titel", "body", "topics[0]", "topics[1]", "image"], problem!.Errors!.Keys);
        Assert.Equal("is an unknown member. Did you mean title?", problem.Errors["titel"].Single());
    }

    [Fact]
    public void A_fault_in_a_list_has_the_path_of_its_item_and_a_suggestion()
    {
        var (_, problem) = StrictJson.Parse<StoryDocument>("""{ "takeaways": [{ "statement": "a" }, { "statment": "b", "id": null, "explanation": "\ud800" }] }"""u8.ToArray());

        Assert.Equal(["takeaways[1].statment", "takeaways[1].explanation"], problem!.Errors!.Keys);
        Assert.Equal("is an unknown member. Did you mean statement?", problem.Errors["takeaways[1].statment"].Single());
    }

    [Fact]
    public void A_missing_member_keeps_its_default()
    {
        var (document, problem) = StrictJson.Parse<StoryDocument>("{}"u8.ToArray());

        Assert.Null(problem);
        Assert.Null(document!.Title);
        Assert.Empty(document.Topics);
        Assert.Empty(document.Takeaways);
    }

    [Fact]
    public void Valid_json_is_parsed()
    {
        var (document, _) = StrictJson.Parse<StoryDocument>(
            """{ "title": "Ä 😀 \ud83d\ude00", "body": "b", "dek": null, "publishedAt": "2025-08-26T08:00:00+02:00", "takeaways": [{ "statement": "s" }] }"""u8.ToArray());

        Assert.Equal("Ä 😀 😀", document!.Title);
        Assert.Equal(new DateTime(2025, 8, 26, 6, 0, 0, DateTimeKind.Utc), document.PublishedAt!.Value.UtcDateTime);
        Assert.Equal("s", document.Takeaways.Single().Statement);
    }

    [Fact]
    public void ParseObject_accepts_unknown_members_and_rejects_invalid_json()
    {
        Assert.Null(StrictJson.ParseObject("""{ "a": null, "b": [null, { "c": 1 }] }"""u8.ToArray()).Problem);
        Assert.Equal(["body"], StrictJson.ParseObject("[]"u8.ToArray()).Problem!.Errors!.Keys);
        Assert.Equal(["b[1].c"], StrictJson.ParseObject("""{ "b": [null, { "c": "\u0000" }] }"""u8.ToArray()).Problem!.Errors!.Keys);
        Assert.Equal(["b.c"], StrictJson.ParseObject("""{ "b": { "c": 1, "c": 2 } }"""u8.ToArray()).Problem!.Errors!.Keys);
    }
}
