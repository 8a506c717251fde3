namespace ContentApi.Core.Model;

/// <summary>A takeaway with the story that it belongs to.</summary>
public sealed record Takeaway : StoryTakeaway
{
    /// <summary>The card of the story.</summary>
    public required Card Story { get; init; }
}
