using ContentApi.Core.Model;
using ContentApi.Library;
using ContentApi.Newsroom.Identity;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Topics;

/// <summary>Describes topics to <see cref="NamedResourceWrites{T, TRow}"/>.</summary>
internal static class TopicResource
{
    public static NamedResource<Topic, TopicRow> Create(TopicReader topics) => new()
    {
        KindName = "topic",
        GetOperation = "getTopic",
        JsonType = TopicJsonContext.Default.Topic,
        Find = topics.Find,
        GetRevision = topic => topic.Revision,
        Create = (saved, current) => new() { Id = saved.Id, Slug = saved.Slug, Name = saved.Name, StoryCount = current?.StoryCount ?? 0 },
    };
}
