using System.Text.Json;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Compares two versions of a document.</summary>
internal static class DocumentComparer
{
    public static VersionDiff Compare(VersionDocument from, VersionDocument to, CancellationToken cancellationToken)
    {
        var (baseDocument, comparedDocument) = (from.ReadDocument(), to.ReadDocument());
        var baseStory = RenderedStory.Render(baseDocument, [], cancellationToken);
        var comparedStory = RenderedStory.Render(comparedDocument, baseStory.Sections, cancellationToken);
        return new()
        {
            From = from.Version,
            To = to.Version,
            Members = CompareMembers(ToJson(baseDocument), ToJson(comparedDocument), prefix: "").ToList(),
            Blocks = CompareBlocks(RenderTexts(baseStory.Sections, cancellationToken), RenderTexts(comparedStory.Sections, cancellationToken)).ToList(),
        };
    }

    private static JsonElement ToJson(StoryDocument document) =>
        JsonSerializer.SerializeToElement(document with { Rights = document.Rights ?? new() }, StoryDocumentJsonContext.Default.StoryDocument);

    /// <summary>Compares the members of two objects. Compares `rights` member by member, under names such as `rights.license`.</summary>
    private static IEnumerable<MemberChange> CompareMembers(JsonElement from, JsonElement to, string prefix)
    {
        foreach (var (name, after) in to.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            var before = from.GetProperty(name);
            if (name == "rights")
            {
                foreach (var change in CompareMembers(before, after, "rights."))
                {
                    yield return change;
                }
            }
            else if (name != "body" && !JsonElement.DeepEquals(before, after))
            {
                yield return new()
                {
                    Name = prefix + name,
                    Operation = IsEmpty(before) ? ChangeOperation.Added : IsEmpty(after) ? ChangeOperation.Removed : ChangeOperation.Changed,
                    Before = IsEmpty(before) ? null : before,
                    After = IsEmpty(after) ? null : after,
                };
            }
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static IEnumerable<BlockChange> CompareBlocks(Dictionary<string, (string Type, string Text)> from, Dictionary<string, (string Type, string Text)> to)
    {
        foreach (var (id, after) in to)
        {
            if (!from.TryGetValue(id, out var before))
            {
                yield return new() { Id = id, Type = after.Type, Operation = ChangeOperation.Added, Before = null, After = after.Text };
            }
            else if (before != after)
            {
                yield return new() { Id = id, Type = after.Type, Operation = ChangeOperation.Changed, Before = before.Text, After = after.Text };
            }
        }

        foreach (var (id, before) in from)
        {
            if (!to.ContainsKey(id))
            {
                yield return new() { Id = id, Type = before.Type, Operation = ChangeOperation.Removed, Before = before.Text, After = null };
            }
        }
    }

    /// <summary>Returns the type and Markdown text of each section and block by id, in document order.</summary>
    private static Dictionary<string, (string Type, string Text)> RenderTexts(IReadOnlyList<Section> sections, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            texts[section.Id] = (SectionChange.Type, SectionHeading.Join(section.Label, section.Title));
            foreach (var block in section.Blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                texts[block.Id] = (block.Type, MarkdownWriter.Write([section with { Label = null, Title = null, Blocks = [block] }]).Trim());
            }
        }

        return texts;
    }
}
