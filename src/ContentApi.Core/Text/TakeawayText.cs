namespace ContentApi.Core.Text;

/// <summary>The text of a takeaway.</summary>
internal sealed record TakeawayText(Guid StoryId, Guid Id, string Statement, string? Explanation)
{
    public string FullText => $"{Statement} {Explanation}";
}
