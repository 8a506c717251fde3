using System.Text;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Publishing;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Newsroom.Previews;

/// <summary>Renders a version as readers would get it. Stores nothing, so that a draft cannot leak.</summary>
internal sealed class StoryPreview(Database database, IOptions<LibraryOptions> options, TimeProvider timeProvider)
{
    public async Task<Story> Render(VersionDocument version, BodyFormat body, CancellationToken cancellationToken)
    {
        var rendered = RenderedStory.Render(version.ReadDocument(), version.ReadLiveSections(), cancellationToken);
        var document = rendered.Document;
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var parameters = new DynamicParameters(new { version.DraftId });
        NamedResourceKeys.From([rendered]).AddTo(parameters);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"{CorrectionRow.SelectSql("select @DraftId")}\n{NamedResourceSql.Select}\n{NamedResourceSql.SelectNumberedSlugs}", parameters, cancellationToken: cancellationToken));
        var corrections = CorrectionRow.ToCorrections((await CorrectionRow.Read(results))[version.DraftId]);
        var (founders, topics) = await NamedResourceSql.Read(results, areSlugsSelected: true);

        var now = timeProvider.GetUtcNow().UtcDateTime;
        var story = rendered.ToStory(
            version.DraftId,
            document.Founder is null ? null : PreviewFounder(founders, document.Founder),
            rendered.TopicNames.Select(name => PreviewTopic(topics, name)).DistinctBy(topic => topic.Slug, StringComparer.Ordinal).ToList(),
            corrections,
            publishedAt: document.PublishedAt?.UtcDateTime ?? version.FirstPublishedAt ?? version.ScheduledAt ?? now,
            updatedAt: now,
            options.Value);
        return story with
        {
            Sections = body == BodyFormat.Blocks ? new(Encoding.UTF8.GetBytes(rendered.SectionsJson)) : null,
            BodyFormat = body switch { BodyFormat.Html => TextFormat.Html, BodyFormat.Markdown => TextFormat.Markdown, BodyFormat.Text => TextFormat.Text, _ => null },
            BodyContent = body switch { BodyFormat.Html => rendered.Html, BodyFormat.Markdown => rendered.Markdown, BodyFormat.Text => rendered.PlainText, _ => null },
        };
    }

    /// <summary>Returns the founder that publishing would select or create. A founder that does not exist yet has no id.</summary>
    private static FounderReference PreviewFounder(NamedResources<FounderRow> founders, FounderDocument document)
    {
        var founder = ReferencePlanner.Find(founders, document);
        return new()
        {
            Id = founder?.Id ?? Guid.Empty,
            Slug = founder?.Slug ?? document.Slug ?? founders.CreateSlug(NamedResourceKeys.CreateFounderSlug(document.Name!)),
            Name = FounderRow.ChooseName(document, founder),
        };
    }

    private static TopicReference PreviewTopic(NamedResources<TopicRow> topics, string name)
    {
        if (topics.FindByNameOrSlug(name) is not { } topic)
        {
            topic = new() { Id = Guid.Empty, Slug = topics.CreateSlug(NamedResourceKeys.CreateTopicSlug(name)), Name = name };
            topics.Add(topic); // its slug is taken for the next new topic
        }

        return new() { Id = topic.Id, Slug = topic.Slug, Name = topic.Name };
    }
}
