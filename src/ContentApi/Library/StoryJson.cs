using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The pre-serialized JSON of a story, rendered at publication and stored with its row.</summary>
/// <remarks>
/// A request by slug reads one row; a list reads one column. The optional members are the last ones, and are null in the stored JSON: it
/// ends with a tail that is the same for all stories. To include members, the tail is replaced.
/// </remarks>
/// <param name="Card">The card of the story, without topics, takeaways and rights.</param>
/// <param name="Page">The whole story, without body, recommendations and navigation.</param>
/// <param name="FounderSlug">The slug of the founder, null without founder; for the cache tags of the page.</param>
internal sealed record StoryJson(byte[] Card, byte[] Page, string? FounderSlug)
{
    private static ReadOnlySpan<byte> CardTail => "\"topics\":null,\"takeaways\":null,\"rights\":null}"u8;

    private static ReadOnlySpan<byte> PageTail => "\"sections\":null,\"body\":null,\"recommendations\":null,\"navigation\":null}"u8;

    /// <summary>Renders a story that has no body, recommendations or navigation.</summary>
    /// <exception cref="InvalidOperationException">The JSON does not end with its tail.</exception>
    public static StoryJson Render(Story story)
    {
        return new(
            Serialize(Core.Model.Card.From(story), StoryJsonContext.Default.Card, CardTail),
            Serialize(story, StoryJsonContext.Default.Story, PageTail),
            story.FounderSlug);
    }

    /// <summary>
    /// Returns a hash of everything besides a story's data that affects its JSON: the settings, the SQL that reads stories, and the
    /// serialization code. The code is represented by the JSON of a sample story.
    /// </summary>
    public static long ComputeFormatVersion(LibraryOptions options)
    {
        var rendered = new RenderedStory
        {
            Document = new()
            {
                Title = "Title “1” & <b>\u2028😀",
                Dek = "Dek",
                Byline = "Byline",
                Image = new() { Url = "https://example.com/image.png" },
                Language = "en",
                Rights = new() { License = "License", CopyrightHolder = "Holder", Attribution = new() { Text = "Attribution", Url = "https://example.com/" } },
                Takeaways = [new() { Id = Guid.Empty, Statement = "Statement", Explanation = "Explanation" }],
                Body = "",
            },
            Slug = "slug",
            Sections = [],
            SectionsJson = "",
            Html = "",
            Markdown = "",
            PlainText = "",
            WordCount = 1,
            ReadingMinutes = 1,
            TopicNames = [],
            Warnings = [],
        };
        var corrections = StoryCorrections.None.With(new() { At = DateTime.UnixEpoch, Reason = "Reason" });
        var json = Render(rendered.ToStory(
            Guid.Empty,
            new() { Id = Guid.Empty, Slug = "founder", Name = "Founder" },
            [new() { Id = Guid.Empty, Slug = "topic", Name = "Topic" }],
            corrections,
            DateTime.UnixEpoch,
            DateTime.UnixEpoch,
            options));
        return (long)XxHash3.HashToUInt64([.. json.Card, .. json.Page, .. Encoding.UTF8.GetBytes(options.TimeZone + StoryComposer.SelectSql(BodyFormat.None, ""))]);
    }

    /// <summary>Returns a card with the included topics, takeaways and rights.</summary>
    public static byte[] ComposeCard(byte[] cardJson, IEnumerable<TopicReference>? topics, IEnumerable<StoryTakeaway>? takeaways, Rights? rights)
    {
        using var buffer = new PooledBuffer();
        buffer.Write(cardJson.AsSpan(..^CardTail.Length));
        WriteMember(buffer, "\"topics\":"u8, topics?.ToList(), StoryJsonContext.Default.IReadOnlyListTopicReference);
        WriteMember(buffer, ",\"takeaways\":"u8, takeaways?.ToList(), StoryJsonContext.Default.IReadOnlyListStoryTakeaway);
        WriteMember(buffer, ",\"rights\":"u8, rights, StoryJsonContext.Default.Rights);
        buffer.Write("}"u8);
        return buffer.WrittenMemory.ToArray();
    }

    /// <summary>Writes a page with its body and the included members.</summary>
    public static void WritePage(IBufferWriter<byte> output, StoryPage page)
    {
        output.Write(page.PageJson.AsSpan(..^PageTail.Length));
        WriteMember(output, "\"sections\":"u8, page.Sections);
        WriteMember(output, ",\"body\":"u8, page.Body, StoryJsonContext.Default.StoryText);
        WriteMember(output, ",\"recommendations\":"u8, page.Recommendations, StoryJsonContext.Default.IReadOnlyListRecommendation);
        WriteMember(output, ",\"navigation\":"u8, page.Navigation, StoryJsonContext.Default.Navigation);
        output.Write("}"u8);
    }

    /// <summary>Returns a page with its body and the included members.</summary>
    public static RawJson<Story> ComposePage(StoryPage page)
    {
        using var buffer = new PooledBuffer();
        WritePage(buffer, page);
        return new(buffer.WrittenMemory.ToArray());
    }

    private static byte[] Serialize<T>(T value, JsonTypeInfo<T> type, ReadOnlySpan<byte> tail)
    {
        var json = RelaxedJson.SerializeToUtf8Bytes(value, type);
        return json.AsSpan().EndsWith(tail)
            ? json
            : throw new InvalidOperationException($"The JSON of a {typeof(T).Name} must end with {Encoding.UTF8.GetString(tail)}.");
    }

    private static void WriteMember<T>(IBufferWriter<byte> output, ReadOnlySpan<byte> name, T? value, JsonTypeInfo<T> type)
        where T : class
    {
        output.Write(name);
        if (value is null)
        {
            output.Write("null"u8);
        }
        else
        {
            RelaxedJson.Write(output, value, type);
        }
    }

    private static void WriteMember(IBufferWriter<byte> output, ReadOnlySpan<byte> name, RawJson<IReadOnlyList<Section>>? value)
    {
        output.Write(name);
        output.Write(value is null ? "null"u8 : value.Utf8.Span);
    }
}
