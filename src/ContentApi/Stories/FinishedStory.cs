using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Recommendations;
using ContentApi.Takeaways;
using ContentApi.Topics;

namespace ContentApi.Stories;

/// <summary>
/// A story's JSON as it is sent, written once when it is published and stored with its row: read by name it is one row, in a list one
/// column. What a request asks for beside it is put in the place of a null. Those places are found by their names between quotes, which
/// cannot stand in a text, where a quote is escaped.
/// </summary>
/// <param name="Card">The story in a list, without topics and takeaways.</param>
/// <param name="Page">The story's page, without body, recommendations and navigation.</param>
internal sealed record FinishedStory(byte[] Card, byte[] Page)
{
    private static ReadOnlySpan<byte> Topics => "\"topics\":"u8;

    private static ReadOnlySpan<byte> NoParts => "\"topics\":null,\"takeaways\":null}"u8;

    private static ReadOnlySpan<byte> NoBody => "\"sections\":null,\"body\":null,"u8;

    private static ReadOnlySpan<byte> NoneBeside => "\"recommendations\":null,\"navigation\":null}"u8;

    /// <summary>The story, which has neither a body nor recommendations.</summary>
    public static FinishedStory Of(Story story)
    {
        var page = Json.Utf8(story, StoryJson.Default.Story);
        if (!page.AsSpan().EndsWith(NoneBeside) || page.AsSpan().LastIndexOf(NoBody) < 0)
        {
            throw new InvalidOperationException("A story's page has other members than it is put together from.");
        }

        return new([.. page.AsSpan(0, page.AsSpan().IndexOf(Topics)), .. NoParts], page); // a page begins with the card
    }

    /// <summary>
    /// A number for all that decides how a story is written beside its own columns: the settings, and this version of the service, by
    /// how it reads one and how it writes one with every member.
    /// </summary>
    public static long Form(LibraryOptions options)
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
        return (long)XxHash3.HashToUInt64([.. Of(story).Page, .. Encoding.UTF8.GetBytes(options.TimeZone + StoryComposer.SelectSql("none", ""))]);
    }

    /// <summary>The slug of the founder that a page or card names, or null.</summary>
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

    /// <summary>A card with its topics or takeaways.</summary>
    public static byte[] With(byte[] card, IEnumerable<TopicReference>? topics, IEnumerable<Takeaway>? takeaways)
    {
        using var whole = new PooledBuffer();
        whole.Write(card.AsSpan(..^NoParts.Length));
        Put(whole, "\"topics\":"u8, topics?.ToList(), StoryJson.Default.IReadOnlyListTopicReference);
        Put(whole, ",\"takeaways\":"u8, takeaways?.ToList(), StoryJson.Default.IReadOnlyListTakeaway);
        whole.Write("}"u8);
        return whole.Written.ToArray();
    }

    /// <summary>Writes a page with its body, and with what was asked for beside it.</summary>
    public static void Write(IBufferWriter<byte> to, StoryPage page)
    {
        var finished = page.Finished.AsSpan();
        var place = finished.LastIndexOf(NoBody);
        to.Write(finished[..place]);
        Put(to, "\"sections\":"u8, page.Sections);
        Put(to, ",\"body\":"u8, page.Body, StoryJson.Default.StoryText);
        to.Write(","u8);
        to.Write(finished[(place + NoBody.Length)..^NoneBeside.Length]);
        Put(to, "\"recommendations\":"u8, page.Recommendations, StoryJson.Default.IReadOnlyListRecommendation);
        Put(to, ",\"navigation\":"u8, page.Navigation, StoryJson.Default.Navigation);
        to.Write("}"u8);
    }

    /// <summary>The same as bytes of their own.</summary>
    public static RawJson<Story> Whole(StoryPage page)
    {
        using var whole = new PooledBuffer();
        Write(whole, page);
        return new(whole.Written.ToArray());
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
            Json.Write(to, value, type);
        }
    }

    private static void Put(IBufferWriter<byte> to, ReadOnlySpan<byte> name, RawJson<IReadOnlyList<Section>>? value)
    {
        to.Write(name);
        to.Write(value is null ? "null"u8 : value.Utf8.Span);
    }
}

/// <summary>A story's page as it was found: finished, and what is put in where the request asks for it.</summary>
internal sealed record StoryPage
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public byte[]? Finished { get; set; }

    public RawJson<IReadOnlyList<Section>>? Sections { get; init; }

    public string? BodyFormat { get; init; }

    public string? BodyContent { get; init; }

    public StoryText? Body => BodyContent is null ? null : new() { Format = BodyFormat!, Content = BodyContent };

    public IReadOnlyList<Recommendation>? Recommendations { get; set; }

    public Navigation? Navigation { get; set; }
}

/// <summary>A <see cref="StoryBatch"/> whose stories are finished.</summary>
internal sealed record FinishedBatch
{
    public required IReadOnlyList<RawJson<Story>> Items { get; init; }

    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
