using ContentApi.Data;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>An entry of a story's recommendation list: the target story, its score, and what both stories share.</summary>
internal sealed record RankedCandidate(Guid StoryId, Guid TargetId, float Score, string[] SharedTerms, Guid? TakeawayId, Guid? TargetTakeawayId)
{
    public static readonly RowMapping<RankedCandidate> Columns = new RowMapping<RankedCandidate>("computed_recommendation")
        .Column("story_id", "uuid", entry => entry.StoryId)
        .Column("target_id", "uuid", entry => entry.TargetId)
        .Column("score", "real", entry => entry.Score)
        .Column("shared_terms", "text", entry => string.Join(' ', entry.SharedTerms), expression: "string_to_array(shared_terms, ' ')")
        .Column("takeaway_id", "uuid", entry => entry.TakeawayId)
        .Column("target_takeaway_id", "uuid", entry => entry.TargetTakeawayId);
}
