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
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select name from founder where slug = @Founder;
            select slug, name from topic where slug = any(@Topics);
            {CorrectionRow.SelectSql("select @DraftId")}
            """,
            new { version.DraftId, Founder = document.Founder?.Slug, Topics = rendered.Topics.Select(topic => topic.Slug).ToArray() },
            cancellationToken: cancellationToken));
        var founderName = await results.ReadSingleOrDefaultAsync<string?>();
        var topicNames = (await results.ReadAsync<(string Slug, string Name)>()).ToDictionary(topic => topic.Slug, topic => topic.Name, StringComparer.Ordinal);
        var corrections = CorrectionRow.ToCorrections((await CorrectionRow.Read(results))[version.DraftId]);

        var now = timeProvider.GetUtcNow().UtcDateTime;
        var story = rendered.ToStory(
            version.DraftId,
            document.Founder is null ? null : FounderRow.ChooseName(document.Founder, founderName),
            rendered.Topics.Select(topic => topic with { Name = topicNames.GetValueOrDefault(topic.Slug, topic.Name) }).ToList(),
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
}
