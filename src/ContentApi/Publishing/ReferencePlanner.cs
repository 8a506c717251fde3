using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>
/// Plans the founders and topics of documents under the publishing lock: finds the existing ones, which documents never change, and creates
/// the others. Later documents of the transaction find what earlier ones create.
/// </summary>
internal sealed class ReferencePlanner(PublicationContext context, PublicationBatch batch, ChangeRecorder recorder)
{
    /// <summary>Returns the founder of a document: by the slug, if the document gives one, otherwise by the name.</summary>
    public static FounderRow? Find(NamedResources<FounderRow> founders, FounderDocument document) =>
        document.Slug is { } slug ? founders.FindBySlug(slug) : founders.FindByName(document.Name!);

    public FounderRow FindOrAdd(FounderDocument document)
    {
        if (Find(context.Founders, document) is { } existing)
        {
            return existing;
        }

        var founder = FounderRow.Create(document, document.Slug ?? context.Founders.CreateSlug(NamedResourceKeys.CreateFounderSlug(document.Name!)), recorder.Revision);
        context.Founders.Add(founder);
        batch.Founders.Add(founder);
        recorder.Add(NamedResourceKind.Founder, founder, LibraryChangeOperation.Published);
        return founder;
    }

    /// <summary>Returns the topics with these names or slugs, each once.</summary>
    public IReadOnlyList<TopicRow> FindOrAdd(IEnumerable<string> topicNames) => topicNames.Select(FindOrAddTopic).DistinctBy(topic => topic.Id).ToList();

    private TopicRow FindOrAddTopic(string name)
    {
        if (context.Topics.FindByNameOrSlug(name) is { } existing)
        {
            return existing;
        }

        var topic = new TopicRow { Id = Guid.CreateVersion7(), Slug = context.Topics.CreateSlug(NamedResourceKeys.CreateTopicSlug(name)), Name = name, Revision = recorder.Revision };
        context.Topics.Add(topic);
        batch.Topics.Add(topic);
        recorder.Add(NamedResourceKind.Topic, topic, LibraryChangeOperation.Published);
        return topic;
    }
}
