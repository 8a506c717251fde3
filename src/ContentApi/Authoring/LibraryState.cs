using System.Text.Json;
using ContentApi.Stories;
using ContentApi.Takeaways;
using Dapper;
using Npgsql;

namespace ContentApi.Authoring;

/// <summary>What a publishing transaction finds, read after the lock on the revision: nobody else changes it before the commit.</summary>
internal sealed class LibraryState
{
    /// <summary>
    /// The first statement takes the lock. At read committed every later statement has a snapshot of its own, so all of them see what
    /// the transaction before this one committed.
    /// </summary>
    private const string Sql = """
        select revision as Revision, clock_timestamp() as Now from library_revision for update;

        select s.id as Id, s.slug as Slug, s.published_at as PublishedAt, s.document_hash as DocumentHash, f.slug as FounderSlug,
          array(select t.slug from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = s.id) as Topics,
          case when s.document_hash <> given.hash then s.sections end as Sections
        from unnest(@Slugs, @Hashes) as given (slug, hash)
        join story s on s.slug = given.slug
        left join founder f on f.id = s.founder_id;

        select t.story_id as StoryId, t.id as Id, t.position as Position, t.statement as Statement, t.explanation as Explanation
        from takeaway t
        join story s on s.id = t.story_id
        where s.slug = any(@Slugs)
        order by t.story_id, t.position;

        select a.slug as OldName, s.slug as Name from slug_alias a join story s on s.id = a.story_id where a.slug = any(@Slugs);

        select t.id as Id, s.slug as Slug from takeaway t join story s on s.id = t.story_id where t.id = any(@TakeawayIds);

        select r.target as Target, s.slug as Slug from recommendation r join story s on s.id = r.story_id where r.target = any(@Slugs);

        select id as Id, slug as Slug, name as Name, bio as Bio, image as Image from founder where slug = any(@Founders);

        select id as Id, slug as Slug, name as Name from topic where slug = any(@Topics);
        """;

    public required long Revision { get; init; }

    /// <summary>The database's clock.</summary>
    public required DateTime Now { get; init; }

    public required Dictionary<string, PublishedStory> Stories { get; init; }

    /// <summary>The names that renamed stories have now, by their old ones.</summary>
    public required Dictionary<string, string> OldNames { get; init; }

    /// <summary>The stories that have the takeaways whose ids the documents give.</summary>
    public required Dictionary<Guid, string> TakeawayOwners { get; init; }

    /// <summary>The stories that recommend each of the documents' stories.</summary>
    public required ILookup<string, string> RecommendedBy { get; init; }

    public required Dictionary<string, FounderRow> Founders { get; init; }

    public required Dictionary<string, Guid> Topics { get; init; }

    public static async Task<LibraryState> Lock(NpgsqlConnection connection, IReadOnlyList<StoryProjection> stories, CancellationToken cancellation)
    {
        var parameters = new
        {
            Slugs = stories.Select(story => story.Slug).ToArray(),
            Hashes = stories.Select(story => story.Hash).ToArray(),
            TakeawayIds = stories.SelectMany(story => story.Document.Takeaways).Select(takeaway => takeaway.Id).OfType<Guid>().ToArray(),
            Founders = stories.Select(story => story.Document.Founder?.Slug).OfType<string>().Distinct(StringComparer.Ordinal).ToArray(),
            Topics = stories.SelectMany(story => story.Topics).Select(topic => topic.Slug).Distinct(StringComparer.Ordinal).ToArray(),
        };

        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellation));
        var (revision, now) = await results.ReadSingleAsync<(long, DateTime)>();
        var published = (await results.ReadAsync<PublishedRow>()).AsList();
        var takeaways = await TakeawayRow.Read(results);
        return new()
        {
            Revision = revision,
            Now = now,
            Stories = published.ToDictionary(row => row.Slug, row => row.ToStory(takeaways[row.Id]), StringComparer.Ordinal),
            OldNames = (await results.ReadAsync<(string OldName, string Name)>()).ToDictionary(row => row.OldName, row => row.Name, StringComparer.Ordinal),
            TakeawayOwners = (await results.ReadAsync<(Guid Id, string Slug)>()).ToDictionary(row => row.Id, row => row.Slug),
            RecommendedBy = (await results.ReadAsync<(string Target, string Slug)>()).ToLookup(row => row.Target, row => row.Slug, StringComparer.Ordinal),
            Founders = (await results.ReadAsync<FounderRow>()).ToDictionary(row => row.Slug, StringComparer.Ordinal),
            Topics = (await results.ReadAsync<TopicRow>()).ToDictionary(row => row.Slug, row => row.Id, StringComparer.Ordinal),
        };
    }

    private sealed record TopicRow(Guid Id, string Slug, string Name);

    private sealed record PublishedRow
    {
        public required Guid Id { get; init; }

        public required string Slug { get; init; }

        public required DateTime PublishedAt { get; init; }

        public required byte[] DocumentHash { get; init; }

        public required string? FounderSlug { get; init; }

        public required string[] Topics { get; init; }

        public required string? Sections { get; init; }

        public PublishedStory ToStory(IEnumerable<Takeaway> takeaways) => new(
            Id,
            PublishedAt,
            DocumentHash,
            FounderSlug,
            Topics,
            Sections is null ? null : JsonSerializer.Deserialize(Sections, StoryBodyJson.Relaxed.IReadOnlyListSection),
            takeaways.ToList());
    }
}

/// <summary>A founder as the library stores them.</summary>
internal sealed record FounderRow(Guid Id, string Slug, string Name, string? Bio, string? Image)
{
    /// <summary>The founder with what the document gives; what it leaves out stays.</summary>
    public FounderRow With(FounderDocument document) => this with
    {
        Name = document.Name?.Trim() ?? Name,
        Bio = document.Bio ?? Bio,
        Image = document.Image is null ? Image : JsonSerializer.Serialize(document.Image, StoryBodyJson.Relaxed.Image),
    };
}
