namespace ContentApi.Core.Text;

/// <summary>A lesson's words.</summary>
internal sealed record TakeawayText(Guid StoryId, Guid Id, string Statement, string? Explanation)
{
    public string All => $"{Statement} {Explanation}";
}
