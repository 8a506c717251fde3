using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>A <see cref="StoryBatch"/> with pre-serialized stories.</summary>
internal sealed record StoryJsonBatch
{
    public required IReadOnlyList<RawJson<Story>> Items { get; init; }

    public required IReadOnlyList<MissingStory> Missing { get; init; }
}
