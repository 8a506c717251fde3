using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Assigns ids to the takeaways of a document.</summary>
internal static class TakeawayIdAssigner
{
    /// <summary>
    /// Returns the document with an id for each takeaway: the given id, else the id of the same or most similar statement in the previous
    /// version, else a new id. A takeaway without a given id keeps its id if it is moved, or edited slightly at the same place.
    /// </summary>
    public static StoryDocument WithTakeawayIds(this StoryDocument document, IReadOnlyList<TakeawayDocument> previous)
    {
        var matches = BlockIdAssigner.Align(
            previous.Select(takeaway => takeaway.Statement).ToList(),
            document.Takeaways.Select(takeaway => takeaway.Statement).ToList());
        var givenIds = document.Takeaways.Select(takeaway => takeaway.Id).ToHashSet();
        return document with
        {
            Takeaways = document.Takeaways.Select((takeaway, index) => takeaway with
            {
                Id = takeaway.Id ?? (matches[index] is { } match && !givenIds.Contains(previous[match].Id) ? previous[match].Id : null) ?? Guid.CreateVersion7(),
            }).ToList(),
        };
    }
}
