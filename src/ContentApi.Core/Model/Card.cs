using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace ContentApi.Core.Model;

/// <summary>A published story as it appears in a list: everything a frontend needs to render a card.</summary>
public record Card : StoryBase
{
    // The optional members are last in this order, because the pre-serialized JSON (StoryJson) ends with them.

    /// <summary>The topics of the story. Null in lists without `include=topics`.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; init; }

    /// <summary>The takeaways of the story, in order. Null in lists without `include=takeaways`.</summary>
    [MaxLength(50)]
    public IReadOnlyList<StoryTakeaway>? Takeaways { get; init; }

    /// <summary>The rights in the story. Null in lists without `include=rights`.</summary>
    public Rights? Rights { get; init; }

    public Card()
    {
    }

    [SetsRequiredMembers]
    private Card(StoryBase story)
        : base(story)
    {
    }

    /// <summary>Returns the card of a story, without topics and takeaways.</summary>
    internal static Card From(Story story) => new(story);
}
