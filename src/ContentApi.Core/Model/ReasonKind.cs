namespace ContentApi.Core.Model;

/// <summary>Kinds of reasons for a recommendation in the JSON contract, an open set.</summary>
internal static class ReasonKind
{
    public const string SharedTerms = "sharedTerms";
    public const string SameFounder = "sameFounder";
    public const string SimilarTakeaway = "similarTakeaway";
    public const string SharedTopic = "sharedTopic";
    public const string Read = "read";
    public const string Recent = "recent";
}
