using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>A <see cref="StoryBatch"/> whose stories are finished.</summary>
internal sealed record StoryJsonBatch
{
    public required IReadOnlyList<RawJson<Story>> Items { get; init; }

    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
