using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The pre-serialized JSON of a story, rendered at publication and stored with its row.</summary>
/// <remarks>
/// A request by slug reads one row; a list reads one column. Optional members replace a placeholder null, which is found by its quoted
/// member name. The name cannot occur in a text, because quotes are escaped there.
/// </remarks>
/// <param name="Card">The card of the story, without topics and takeaways.</param>
/// <param name="Page">The whole story, without body, recommendations and navigation.</param>
internal sealed record StoryJson(byte[] Card, byte[] Page)
{
    private static ReadOnlySpan<byte> Topics => "\"topics\":"u8;

    private static ReadOnlySpan<byte> EmptyLists => "\"topics\":null,\"takeaways\":null}"u8;

    private static ReadOnlySpan<byte> EmptyBody => "\"sections\":null,\"body\":null,"u8;

    private static ReadOnlySpan<byte> EmptyIncludes => "\"recommendations\":null,\"navigation\":null}"u8;

    /// <summary>Renders a story that has neither a body nor recommendations.</summary>
    public static StoryJson Render(Story story)
    {
        var page = RelaxedJson.SerializeToUtf8Bytes(story, StoryJsonContext.Default.Story);
        if (!page.AsSpan().EndsWith(EmptyIncludes) || page.AsSpan().LastIndexOf(EmptyBody) < 0)
        {
            throw new InvalidOperationException("A story's page has other members than it is put together from.");
        }

        return new([.. page.AsSpan(0, page.AsSpan().IndexOf(Topics)), .. EmptyLists], page); // a page begins with the card
    }

    /// <summary>
    /// Returns a hash of everything besides the story's own columns that affects its JSON: the settings, and how this version of the
    /// service reads and serializes a story, tested on one that has every member.
    /// </summary>
    public static long ComputeFormatVersion(LibraryOptions options)
    {
        var story = new Story
        {
            Id = Guid.Empty,
            Slug = "slug",
            Title = "Title “1” & <b>\u2028😀",
            Dek = "Dek",
            Byline = "Byline",
            FounderSlug = "founder",
            FounderName = "Founder",
            PublishedAt = DateTime.UnixEpoch,
            PublishedOn = DateOnly.FromDateTime(DateTime.UnixEpoch),
            ReadingMinutes = 1,
            Image = new("{}"u8.ToArray()),
            Language = "en",
            License = "License",
            Topics = [new() { Slug = "topic", Name = "Topic" }],
            Takeaways = [new() { Id = Guid.Empty, Position = 1, Statement = "Statement", Explanation = "Explanation" }],
            UpdatedAt = DateTime.UnixEpoch,
            WordCount = 1,
            CanonicalUrl = options.SiteUrl,
        };
        return (long)XxHash3.HashToUInt64([.. Render(story).Page, .. Encoding.UTF8.GetBytes(options.TimeZone + StoryComposer.SelectSql("none", ""))]);
    }

    /// <summary>Returns the slug of the founder in a page or card, or null.</summary>
    public static string? FounderOf(ReadOnlySpan<byte> page)
    {
        var json = new Utf8JsonReader(page);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
            {
                var isFounder = json.ValueTextEquals("founder"u8);
                json.Read();
                if (isFounder)
                {
                    return json.TokenType == JsonTokenType.Null || !json.Read() || !json.Read() ? null : json.GetString(); // the slug is the first
                }

                json.Skip();
            }
        }

        return null;
    }

    /// <summary>Returns a card with its topics or takeaways.</summary>
    public static byte[] With(byte[] card, IEnumerable<TopicReference>? topics, IEnumerable<Takeaway>? takeaways)
    {
        using var whole = new PooledBuffer();
        whole.Write(card.AsSpan(..^EmptyLists.Length));
        Put(whole, "\"topics\":"u8, topics?.ToList(), StoryJsonContext.Default.IReadOnlyListTopicReference);
        Put(whole, ",\"takeaways\":"u8, takeaways?.ToList(), StoryJsonContext.Default.IReadOnlyListTakeaway);
        whole.Write("}"u8);
        return whole.WrittenMemory.ToArray();
    }

    /// <summary>Writes a page with its body and the included members.</summary>
    public static void Write(IBufferWriter<byte> to, StoryPage page)
    {
        var finished = page.PageJson.AsSpan();
        var place = finished.LastIndexOf(EmptyBody);
        to.Write(finished[..place]);
        Put(to, "\"sections\":"u8, page.Sections);
        Put(to, ",\"body\":"u8, page.Body, StoryJsonContext.Default.StoryText);
        to.Write(","u8);
        to.Write(finished[(place + EmptyBody.Length)..^EmptyIncludes.Length]);
        Put(to, "\"recommendations\":"u8, page.Recommendations, StoryJsonContext.Default.IReadOnlyListRecommendation);
        Put(to, ",\"navigation\":"u8, page.Navigation, StoryJsonContext.Default.Navigation);
        to.Write("}"u8);
    }

    /// <summary>Returns a page with its body and the included members.</summary>
    public static RawJson<Story> Compose(StoryPage page)
    {
        using var whole = new PooledBuffer();
        Write(whole, page);
        return new(whole.WrittenMemory.ToArray());
    }

    private static void Put<T>(IBufferWriter<byte> to, ReadOnlySpan<byte> name, T? value, JsonTypeInfo<T> type)
        where T : class
    {
        to.Write(name);
        if (value is null)
        {
            to.Write("null"u8);
        }
        else
        {
            RelaxedJson.Write(to, value, type);
        }
    }

    private static void Put(IBufferWriter<byte> to, ReadOnlySpan<byte> name, RawJson<IReadOnlyList<Section>>? value)
    {
        to.Write(name);
        to.Write(value is null ? "null"u8 : value.Utf8.Span);
    }
}
